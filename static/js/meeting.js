// What a meeting shows is asked for again every few seconds, so that the room sees the same without touching anything.
// Without script the big screen reloads itself; the other pages are as they were opened.
(function () {
  "use strict";

  var EVERY = 3000;
  var part = document.querySelector("[data-live]");
  if (!part) {
    return;
  }

  function busy() {
    return part.contains(document.activeElement) && document.activeElement !== document.body;
  }

  function refresh() {
    if (document.hidden || busy()) {
      return;
    }
    fetch(part.dataset.live, { credentials: "same-origin", redirect: "error", headers: { "X-Live": "1" } })
      .then(function (answer) { return answer.ok ? answer.text() : null; })
      .then(function (text) {
        if (text === null || busy()) {
          return;
        }
        var fresh = new DOMParser().parseFromString(text, "text/html").querySelector("[data-live]");
        if (fresh && fresh.textContent !== part.textContent) {
          part.replaceWith(fresh);
          part = fresh;
        }
      })
      .catch(function () { /* the network is away: the page stays as it is and asks again */ });
  }

  window.setInterval(refresh, EVERY);
})();
