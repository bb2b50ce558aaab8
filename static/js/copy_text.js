// Adds a button that copies to every text marked data-copy. Without this script the text can still be selected and copied by hand.
(function () {
  "use strict";

  function copied(area, button) {
    button.textContent = "Đã chép";
    setTimeout(function () {
      button.textContent = "Chép nội dung";
    }, 4000);
    area.focus();
  }

  function byHand(area, button) {
    area.focus();
    area.select();
    if (document.execCommand && document.execCommand("copy")) {
      copied(area, button);
    } else {
      button.textContent = "Đã chọn, hãy bấm Ctrl+C";
    }
  }

  document.querySelectorAll("textarea[data-copy]").forEach(function (area) {
    var button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn-secondary";
    button.textContent = "Chép nội dung";
    button.setAttribute("aria-live", "polite");
    button.addEventListener("click", function () {
      if (!navigator.clipboard) {
        byHand(area, button);
        return;
      }
      navigator.clipboard.writeText(area.value).then(
        function () {
          copied(area, button);
        },
        function () {
          byHand(area, button);
        }
      );
    });
    area.after(button);
  });
})();
