// A second click on a slow line must not send a form twice. The server refuses doubles by itself; this only spares the person the doubt.
// A form that answers with a file carries data-repeatable and is left alone.
(function () {
  "use strict";

  var waiting = [];

  function release() {
    waiting.forEach(function (button) {
      button.disabled = false;
      button.removeAttribute("aria-busy");
    });
    waiting = [];
  }

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.hasAttribute("data-repeatable") || event.defaultPrevented) {
      return;
    }
    // After this turn, so that the pressed button's own name and value still travel with the form.
    setTimeout(function () {
      form.querySelectorAll("button[type=submit]:not(:disabled)").forEach(function (button) {
        button.disabled = true;
        button.setAttribute("aria-busy", "true");
        waiting.push(button);
      });
    }, 0);
  });

  // Coming back with the browser's back button shows the page as it was left, so free the buttons.
  window.addEventListener("pageshow", release);
})();
