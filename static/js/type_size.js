// Type size A, A+, A++: kept in this browser, put on before anything is drawn.
(function () {
  "use strict";

  var KEY = "co-chu";
  var root = document.documentElement;

  function kept() {
    try {
      return window.localStorage.getItem(KEY) || "1";
    } catch (refused) {
      return "1";
    }
  }

  function put(size) {
    root.classList.toggle("type-2", size === "2");
    root.classList.toggle("type-3", size === "3");
    document.querySelectorAll("[data-type-size]").forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.dataset.typeSize === size));
    });
  }

  put(kept());
  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("[data-type-sizes]").forEach(function (group) { group.hidden = false; });
    put(kept());
  });
  document.addEventListener("click", function (event) {
    var button = event.target.closest && event.target.closest("[data-type-size]");
    if (button) {
      try {
        window.localStorage.setItem(KEY, button.dataset.typeSize);
      } catch (refused) {
        // without storage the size holds for this page
      }
      put(button.dataset.typeSize);
    }
  });
})();
