// What pages that save themselves have in common: storage that may be switched off, the line that says how saving
// stands, sentences beside fields, and signing in again in another window. Used by autosave.js and sheet.js.
window.saving = (function () {
  "use strict";

  var MARKS = "phieu:";
  var RETRY = [3000, 6000, 12000, 30000];

  function store(kind, act) {
    try {
      return act(window[kind]);
    } catch (refused) {
      return null; // storage is switched off: the page itself still keeps the text
    }
  }

  // One of four truthful states; only the server's answer makes “Đã lưu”.
  function say(state, action, text, trouble, label, act) {
    if (state.textContent !== text) {
      state.textContent = text;
    }
    state.classList.toggle("save-state--trouble", Boolean(trouble));
    action.textContent = "";
    if (label) {
      var button = document.createElement("button");
      button.type = "button";
      button.className = "btn btn-secondary";
      button.textContent = label;
      button.addEventListener("click", act);
      action.append(button);
    }
  }

  // The sentence of a wrong field stands beside it; the field keeps what was typed.
  function mark(id, text) {
    var field = document.getElementById(id) || document.getElementById(id + "-0");
    if (!field || document.getElementById(id + "-error")) {
      return;
    }
    var sentence = document.createElement("p");
    sentence.className = "field__error";
    sentence.id = id + "-error";
    sentence.dataset.told = "";
    sentence.textContent = text;
    var row = field.closest(".field__row, .judged__row, .marks, .choice") || field;
    row.before(sentence);
    if (field.id === id) {
      field.setAttribute("aria-invalid", "true");
      field.setAttribute("aria-errormessage", sentence.id);
    }
  }

  function unmark(id) {
    var field = document.getElementById(id);
    var stale = document.getElementById(id + "-error");
    if (stale) { stale.remove(); }
    if (field) { field.removeAttribute("aria-invalid"); }
  }

  function isSignedOut(answer) {
    return answer.type === "opaqueredirect" || answer.status === 400 || answer.status === 401;
  }

  // After signing in elsewhere: the same person's fresh token, or a sentence saying why not. Then `goesOn(token)`.
  function signInAgain(dialog, form, selector, goesOn) {
    var words = dialog.dataset;
    var problem = dialog.querySelector("[data-sign-in-problem]");
    problem.textContent = "";
    fetch(window.location.href, { redirect: "manual", credentials: "same-origin" }).then(function (answer) {
      return answer.ok ? answer.text() : "";
    }).then(function (page) {
      var fresh = new DOMParser().parseFromString(page, "text/html").querySelector(selector);
      if (!fresh) {
        problem.textContent = words.notYet || "Chưa đăng nhập xong. Hãy đăng nhập ở cửa sổ mới rồi bấm “Tiếp tục”.";
      } else if (fresh.dataset.person !== form.dataset.person) {
        problem.textContent = words.another || "Cửa sổ kia đang đăng nhập bằng tài khoản khác. Hãy đăng nhập bằng đúng tài khoản của anh/chị.";
      } else {
        dialog.close();
        goesOn(fresh.elements.csrf_token.value);
      }
    }).catch(function () {
      problem.textContent = "Chưa kết nối được. Hãy kiểm tra mạng rồi bấm “Tiếp tục”.";
    });
  }

  function signedOut(dialog, state, action) {
    var words = dialog.dataset; // a page on which nobody signs in says it otherwise
    say(state, action, words.out || "Chưa lưu – cần đăng nhập lại", true, words.act || "Đăng nhập lại", function () { dialog.showModal(); });
    if (!dialog.open) {
      dialog.showModal();
    }
  }

  function randomKey() {
    var bytes = new Uint8Array(16);
    window.crypto.getRandomValues(bytes);
    return Array.prototype.map.call(bytes, function (byte) { return ("0" + byte.toString(16)).slice(-2); }).join("");
  }

  // What a judge did and no server acknowledged yet, in order, by sheet.
  function marksOf(person) {
    var start = MARKS + person + ":";
    return {
      canKeep: function () { return Boolean(store("localStorage", function (storage) { return storage; })); },
      read: function (sheet) {
        return JSON.parse(store("localStorage", function (storage) { return storage.getItem(start + sheet); }) || "[]");
      },
      write: function (sheet, acts) {
        store("localStorage", function (storage) {
          if (acts.length) { storage.setItem(start + sheet, JSON.stringify(acts)); } else { storage.removeItem(start + sheet); }
        });
      },
      choose: function (sheet) { store("sessionStorage", function (storage) { storage.setItem("chon:" + sheet, "1"); }); },
      chosen: function (sheet) {
        return store("sessionStorage", function (storage) {
          var chosen = storage.getItem("chon:" + sheet);
          storage.removeItem("chon:" + sheet);
          return chosen;
        });
      },
      sheets: function () {
        var names = store("localStorage", function (storage) { return Object.keys(storage); }) || [];
        return names.filter(function (name) { return name.indexOf(start) === 0; }).map(function (name) { return name.slice(start.length); });
      }
    };
  }

  return {
    store: store, say: say, mark: mark, unmark: unmark, isSignedOut: isSignedOut, signedOut: signedOut, signInAgain: signInAgain,
    wait: function (failures) { return RETRY[Math.min(failures, RETRY.length) - 1]; },
    randomKey: randomKey, marksOf: marksOf, MARKS: MARKS,
    LEAVING: "Còn điểm chưa gửi được lên máy chủ. Đăng xuất bây giờ là bỏ các điểm ấy. Anh/chị vẫn đăng xuất?",
    OFFLINE: "Chưa lưu – mất mạng, sẽ tự gửi lại", FAILED: "Không lưu được – bấm để thử lại"
  };
})();
