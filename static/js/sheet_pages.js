// A judge's other pages: where something still waits to be sent, both texts of a conflict, and the pages of a paper.
(function () {
  "use strict";

  var saves = window.saving;
  var person = document.querySelector("[data-person]");
  var marks = saves.marksOf(person ? person.dataset.person : "");

  // Pages that show both texts of a conflict: the one that is given up goes with the choice.
  document.querySelectorAll("[data-drop-acts]").forEach(function (link) {
    link.addEventListener("click", function () { marks.write(link.dataset.dropActs, []); });
  });

  document.querySelectorAll("form[data-keeps-typed]").forEach(function (form) {
    form.addEventListener("submit", function () { marks.choose(form.dataset.keepsTyped); });
  });

  // On a page without a sheet: say where something still waits, for the sheet itself sends it.
  var waits = document.querySelector("[data-waiting-sheets]");
  if (waits) {
    var list = document.createElement("ul");
    waits.append(list);
    marks.sheets().forEach(function (sheet) {
      var acts = marks.read(sheet);
      var link = document.createElement("a");
      var line = document.createElement("li");
      link.href = waits.dataset.waitingSheets.replace("SHEET", encodeURIComponent(sheet));
      link.textContent = (acts[0] && acts[0].title) || "Phiếu chấm";
      line.append(link, " – " + acts.length + " thay đổi chưa gửi được");
      list.append(line);
      waits.hidden = false;
    });
  }

  // The pages of a paper open where its name stands, not on another page.
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a[data-pages]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) {
      return;
    }
    event.preventDefault();
    var line = link.closest("p");
    var shown = line.nextElementSibling;
    if (shown && shown.matches(".paper-inline")) {
      shown.hidden = !shown.hidden;
      link.setAttribute("aria-expanded", String(!shown.hidden));
      return;
    }
    fetch(link.href, { credentials: "same-origin" }).then(function (answer) { return answer.text(); }).then(function (page) {
      var found = new DOMParser().parseFromString(page, "text/html").querySelector("[data-paper-pages]");
      if (!found) {
        window.location.assign(link.href);
        return;
      }
      found.className = "paper-inline";
      line.after(found);
      link.setAttribute("aria-expanded", "true");
    }).catch(function () { window.location.assign(link.href); });
  });
})();
