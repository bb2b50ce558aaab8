// A section saves itself while somebody types. Only the server's answer makes “Đã lưu”.
// Nothing is read or sent while an input method composes, and no field of the person's is ever written into;
// what is not acknowledged yet lies in this tab's session storage until it is, or until sign-out.
(function () {
  "use strict";

  var PREFIX = "nhap:";
  var IDLE = 800;
  var LONGEST = 5000;
  var saves = window.saving;

  function store(act) {
    return saves.store("sessionStorage", act);
  }

  function forget(keep) {
    store(function (storage) {
      Object.keys(storage).forEach(function (key) {
        if (key.indexOf(PREFIX) === 0 && !(keep && keep(JSON.parse(storage.getItem(key))))) {
          storage.removeItem(key);
        }
      });
    });
  }

  // What was sent with the button is forgotten once a page says it was stored, or shows it again.
  function forgetSubmitted() {
    if (document.querySelector(".flash--success, [data-typed-kept]")) {
      forget(function (draft) { return !draft.submitted; });
    }
  }

  // Marks that no network took yet would go with the sign-out: the person decides.
  function signOut(event) {
    var left = saves.store("localStorage", function (storage) {
      return Object.keys(storage).filter(function (name) { return name.indexOf(saves.MARKS) === 0; });
    }) || [];
    if (left.length && !window.confirm(saves.LEAVING)) {
      event.preventDefault();
      return;
    }
    left.forEach(function (name) { window.localStorage.removeItem(name); });
    forget();
  }

  document.addEventListener("submit", function (event) {
    if (/\/dang-xuat$/.test(event.target.action)) {
      signOut(event);
    }
  });

  var form = document.querySelector("form[data-autosave]");
  if (!form) {
    forgetSubmitted();
    return;
  }

  var person = form.dataset.person;
  var key = PREFIX + person + ":" + form.dataset.draft;
  var state = form.querySelector("[data-save-state]");
  var action = form.querySelector("[data-save-action]");
  var dialog = document.querySelector("[data-sign-in-again]");
  var composing = false, dirty = false, saving = false, stopped = false, waiting = null;
  var timer = null, since = 0, failures = 0, version = 0;

  function typed() {
    var fields = {};
    new FormData(form).forEach(function (value, name) {
      if (name !== "csrf_token" && name !== "page" && typeof value === "string") {
        (fields[name] = fields[name] || []).push(value);
      }
    });
    return fields;
  }

  // Hidden fields that say which stored text this page builds on; a page of several parts has one for each.
  function isBase(name) {
    return name === "base" || Boolean(form.elements[name] && form.elements[name].dataset && "base" in form.elements[name].dataset);
  }

  function keep(submitted) {
    store(function (storage) {
      storage.setItem(key, JSON.stringify({ person: person, fields: typed(), submitted: Boolean(submitted) }));
    });
  }

  function drop() {
    store(function (storage) { storage.removeItem(key); });
  }

  function say(text, trouble, label, act) {
    saves.say(state, action, text, trouble, label, act);
  }

  function changed() {
    dirty = true;
    version += 1;
    keep();
    if (!stopped) {
      say("Đang lưu…");
      plan();
    }
  }

  function plan() {
    clearTimeout(timer);
    if (composing || stopped) {
      return;
    }
    since = since || Date.now();
    timer = setTimeout(function () { since = 0; count(); save(); }, Date.now() - since > LONGEST ? 0 : IDLE);
  }

  function count() {
    form.querySelectorAll("[data-word-count]").forEach(function (line) {
      var words = form.elements[line.dataset.wordCount].value.split(/\s+/).filter(Boolean).length;
      line.querySelector("[data-words]").textContent = words.toLocaleString("vi-VN");
    });
  }

  function save() {
    if (saving || composing || stopped || !dirty) {
      return;
    }
    var sent = version;
    saving = true;
    say("Đang lưu…");
    fetch(form.action, {
      method: "POST", body: new FormData(form), headers: { "X-Autosave": "1" },
      redirect: "manual", credentials: "same-origin"
    }).then(function (answer) {
      if (saves.isSignedOut(answer)) {
        return signedOut();
      }
      if (!answer.ok) {
        throw new Error(String(answer.status));
      }
      return answer.json().then(function (told) { heard(told, sent); });
    }).catch(function (problem) {
      failed(problem instanceof TypeError || !navigator.onLine);
    }).finally(function () {
      saving = false;
      if (waiting && !stopped) {
        var pressed = waiting;
        waiting = null;
        form.requestSubmit(pressed.submitter || undefined);
      } else if (dirty && !stopped && !failures && version !== sent) {
        plan();
      }
    });
  }

  function heard(told, sent) {
    failures = 0;
    if (told.state === "conflict") {
      stopped = true;
      say(told.sentence, true, "Xem hai bản và chọn", function () { form.requestSubmit(); });
      return;
    }
    if (told.state === "refused") {
      say("Không lưu được – " + told.sentence, true, "Thử lại", again);
      return;
    }
    var fields = told.fields || { base: told.base };
    Object.keys(fields).forEach(function (name) { form.elements[name].value = fields[name]; });
    mark(told.errors);
    Object.keys(told.fragments).forEach(function (id) {
      var place = document.getElementById(id);
      if (place && told.fragments[id]) {
        place.innerHTML = told.fragments[id];
      }
    });
    var wrong = Object.keys(told.errors).length;
    if (version === sent) {
      dirty = false;
      if (!wrong) { drop(); }
      say(wrong ? (told.at ? "Đã lưu lúc " + told.at + ", trừ " : "Chưa lưu ") + wrong + " ô báo lỗi"
        : told.at ? "Đã lưu lúc " + told.at : "Chưa có gì để lưu", wrong > 0);
    }
  }

  // The sentence of each wrong field stands beside it; the field keeps what was typed.
  function mark(errors) {
    form.querySelectorAll("[data-told]").forEach(function (old) { old.remove(); });
    form.querySelectorAll("[aria-invalid]").forEach(function (field) {
      if (!errors[field.id]) {
        saves.unmark(field.id);
      }
    });
    Object.keys(errors).forEach(function (id) { saves.mark(id, errors[id]); });
  }

  function failed(offline) {
    failures += 1;
    if (offline) {
      say(saves.OFFLINE, true);
    } else {
      say(saves.FAILED, true, "Thử lại", again);
    }
    setTimeout(again, saves.wait(failures));
  }

  function again() {
    if (dirty && !stopped) {
      clearTimeout(timer);
      save();
    }
  }

  function signedOut() {
    stopped = true;
    saves.signedOut(dialog, state, action);
  }

  function goOn() {
    saves.signInAgain(dialog, form, "form[data-autosave]", function (token) {
      form.elements.csrf_token.value = token;
      stopped = false;
      save();
    });
  }

  // What an earlier page of this tab could not send is put back before anybody has begun to type here.
  function putBack() {
    forgetSubmitted();
    var text = store(function (storage) { return storage.getItem(key); });
    forget(function (draft) { return draft.person === person; });
    var draft = text && JSON.parse(text);
    if (!draft || document.querySelector(".error-summary") || form.contains(document.activeElement)) {
      return;
    }
    var now = typed();
    var names = Object.keys(draft.fields).filter(function (name) {
      return !isBase(name) && JSON.stringify(draft.fields[name]) !== JSON.stringify(now[name] || []);
    });
    if (!names.length) {
      drop();
      return;
    }
    Array.prototype.forEach.call(form.elements, function (field) {
      var values = draft.fields[field.name] || [];
      if (isBase(field.name)) {
        field.value = values.length ? values[0] : field.value;
      } else if (field.type === "checkbox" || field.type === "radio") {
        field.checked = values.indexOf(field.value) >= 0;
      } else if (field.type !== "hidden" && field.type !== "submit" && values.length) {
        field.value = values[0];
      }
    });
    changed();
  }

  form.addEventListener("compositionstart", function () { composing = true; clearTimeout(timer); });
  form.addEventListener("compositionend", function () { composing = false; changed(); });
  form.addEventListener("input", function () { if (!composing) { changed(); } });
  form.addEventListener("submit", function (event) {
    clearTimeout(timer);
    if (saving) {
      event.preventDefault();
      event.stopImmediatePropagation();
      waiting = event;
      return;
    }
    dirty = false;
    stopped = true;
    keep(true);
  }, true);
  window.addEventListener("online", again);
  window.addEventListener("pageshow", function (event) { if (event.persisted) { stopped = false; } });
  document.addEventListener("visibilitychange", function () { if (document.hidden) { again(); } });
  if (dialog) {
    dialog.querySelector("[data-go-on]").addEventListener("click", goOn);
  }
  putBack();
  count();
})();
