// Keys on a sheet: digits inside a focused group of choices, and Ctrl+Enter, which can be turned off. No letters.
(function () {
  "use strict";

  var KEYS_OFF = "phim-tat-tat";
  var saves = window.saving;
  var form = document.querySelector("form[data-sheet]");
  if (!form) {
    return;
  }

  // Digits inside a focused group of choices choose a mark: 7, 1 0, 7 , 5.
  var digits = "", digitsAt = 0;
  form.addEventListener("keydown", function (event) {
    if (event.target.type !== "radio" || event.ctrlKey || event.altKey || event.metaKey || !/^[0-9,.]$/.test(event.key)) {
      return;
    }
    digits = (Date.now() - digitsAt < 900 ? digits : "") + event.key.replace(".", ",");
    digitsAt = Date.now();
    var chosen = Array.prototype.filter.call(form.elements[event.target.name], function (one) { return one.value === digits; })[0];
    if (chosen) {
      event.preventDefault();
      chosen.focus();
      chosen.click();
    }
  });

  // Ctrl+Enter: save and next. It can be turned off, and is the only one.
  var keys = document.querySelector("[data-keys]");
  if (keys) {
    keys.closest("[hidden]").hidden = false;
    keys.checked = !saves.store("localStorage", function (storage) { return storage.getItem(KEYS_OFF); });
    keys.addEventListener("change", function () {
      saves.store("localStorage", function (storage) {
        if (keys.checked) { storage.removeItem(KEYS_OFF); } else { storage.setItem(KEYS_OFF, "1"); }
      });
    });
  }
  document.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && event.ctrlKey && !event.isComposing && (!keys || keys.checked)) {
      event.preventDefault();
      form.dispatchEvent(new Event("save-and-next"));
    }
  });
})();
