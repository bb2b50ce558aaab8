// A button beside each passphrase that shows what was typed. Without this file the page works as it is.
(function () {
  "use strict";

  document.querySelectorAll("input[type=password]").forEach(function (input) {
    var row = document.createElement("div");
    var button = document.createElement("button");
    row.className = "field__row passphrase";
    button.type = "button";
    button.className = "btn btn-secondary";
    button.setAttribute("aria-controls", input.id);

    function name(shown) {
      button.textContent = shown ? "Ẩn" : "Hiện";
      button.setAttribute("aria-label", shown ? "Ẩn mật khẩu đã nhập" : "Hiện mật khẩu đã nhập");
    }

    name(false);
    input.parentNode.insertBefore(row, input);
    row.append(input, button);
    button.addEventListener("click", function () {
      var shown = input.type === "password";
      input.type = shown ? "text" : "password";
      name(shown);
    });
    // Sent as a passphrase, so that no browser keeps it among the texts it suggests.
    input.form.addEventListener("submit", function () {
      input.type = "password";
    });
  });
})();
