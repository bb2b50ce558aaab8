// A judge's sheet. Each change of a field is one act with a key of its own: it lies in this browser's storage, by
// person and sheet, until the server has said what it holds, and goes out in order, also after hours without a network.
// Nothing is read while an input method composes, no field somebody is in is written into, no letter is a shortcut.
(function () {
  "use strict";

  var saves = window.saving;
  var IDLE = 800;
  var PATIENCE = 20000;
  var form = document.querySelector("form[data-sheet]");
  if (!form) {
    return;
  }

  var sheet = form.dataset.sheet;
  var note = document.querySelector("form[data-note]");
  var bar = document.querySelector("[data-sheet-bar]");
  var state = bar.querySelector("[data-save-state]");
  var action = bar.querySelector("[data-save-action]");
  var dialog = document.querySelector("[data-sign-in-again]");
  var marks = saves.marksOf(form.dataset.person);
  var tab = saves.randomKey();
  var base = Number(form.elements.base_version.value);
  var adopted = {};
  var sent = {}; // what of a field was last turned into an act, so that a blur after typing makes no second one
  var composing = false, sending = false, stopped = false, failures = 0, timer = null, later = null;
  var wrong = {};

  function fieldsOf(name) {
    var found = (name === "text" ? note : form).elements[name];
    return found && found.length !== undefined && !found.tagName ? Array.prototype.slice.call(found) : found ? [found] : [];
  }

  function valueOf(name) {
    var fields = fieldsOf(name);
    if (fields.length && fields[0].type === "radio") {
      var chosen = fields.filter(function (one) { return one.checked; })[0];
      return chosen ? chosen.value : "";
    }
    return fields.length ? fields[0].value : "";
  }

  // Never into a field somebody is in.
  function show(name, value) {
    var fields = fieldsOf(name);
    if (fields.indexOf(document.activeElement) >= 0 && fields[0].type !== "radio") {
      return false;
    }
    fields.forEach(function (field) {
      if (field.type === "radio") {
        field.checked = field.value === value;
      } else {
        field.value = value;
      }
    });
    sent[name] = value;
    return true;
  }

  function own(acts) {
    return acts.filter(function (act) { return act.tab === tab || adopted[act.key]; });
  }

  function isSaved(name) {
    return /^(mark_|reason_)/.test(name) || name === "remark" || name === "text";
  }

  // One act for one field; typed again before it ever went out, it is the same act.
  function changed(name) {
    var value = valueOf(name);
    if (sent[name] === value) {
      return;
    }
    sent[name] = value;
    unwrong(name);
    var list = acts();
    var waiting = list.filter(function (act) { return act.tab === tab && act.name === name && !act.tried; })[0];
    if (waiting) {
      waiting.value = value;
    } else {
      list.push({ key: saves.randomKey(), tab: tab, name: name, value: value, base: base, title: form.dataset.title });
    }
    keep(list);
    if (!stopped) {
      if (!failures) { saves.say(state, action, "Đang lưu…"); }
      plan(IDLE);
    }
    count();
  }

  var memory = []; // where the browser keeps nothing for us, the page does

  function acts() {
    return marks.canKeep() ? marks.read(sheet) : memory;
  }

  function keep(list) {
    memory = list;
    marks.write(sheet, list);
  }

  function plan(wait) {
    clearTimeout(timer);
    if (!composing && !stopped) {
      timer = setTimeout(send, wait);
    }
  }

  function send() {
    var waiting = own(acts());
    if (sending || stopped || composing || !waiting.length) {
      if (!waiting.length && !sending) { settled(); }
      return;
    }
    sending = true;
    var act = waiting[0];
    keep(acts().map(function (one) { if (one.key === act.key) { one.tried = true; } return one; }));
    var body = new FormData();
    body.append("csrf_token", form.elements.csrf_token.value);
    body.append(act.name, act.value);
    if (act.name !== "text") {
      body.append("base_version", act.base);
      body.append("idempotency_key", act.key);
    }
    if (!failures) { saves.say(state, action, "Đang lưu…"); }
    var given = new AbortController();
    var clock = setTimeout(function () { given.abort(); }, PATIENCE);
    fetch(act.name === "text" ? note.action : form.dataset.save, {
      method: "POST", body: body, headers: { "X-Autosave": "1" }, redirect: "manual", credentials: "same-origin", signal: given.signal
    }).then(function (answer) {
      if (saves.isSignedOut(answer)) {
        stopped = true;
        saves.signedOut(dialog, state, action);
        return null;
      }
      if ([200, 409, 422].indexOf(answer.status) < 0) {
        throw new Error(String(answer.status));
      }
      return answer.json().then(function (told) { heard(act, told); });
    }).catch(function (problem) {
      failed(problem.name === "AbortError" || problem instanceof TypeError || !navigator.onLine);
    }).finally(function () {
      clearTimeout(clock);
      sending = false;
      if (!stopped && !failures) {
        if (own(acts()).length) { plan(0); } else { settled(); }
      }
    });
  }

  function heard(act, told) {
    failures = 0;
    if (told.state === "conflict") {
      stopped = true;
      later = null;
      saves.say(state, action, told.sentence, true, "Xem hai bản và chọn", function () { form.dataset.plain = "1"; form.submit(); });
      return;
    }
    var rest = acts().filter(function (one) { return one.key !== act.key; });
    if (told.state === "refused") {
      if (told.errors && told.errors[act.name]) {
        keep(rest);
        wrong[act.name] = true;
        saves.mark(idOf(act.name), told.errors[act.name]);
      } else { // the whole sheet is shut: what was typed stays until the person has read why
        stopped = true;
        later = null;
        saves.say(state, action, "Không lưu được – " + told.sentence, true);
      }
      return;
    }
    if (act.name === "text") {
      keep(rest);
      spoke(told);
      return;
    }
    if (told.version < base) { // an answer that was lost on the way; something newer is stored
      keep(rest);
      show(act.name, stored(act.name));
      return;
    }
    base = told.version;
    form.elements.base_version.value = String(base);
    keep(rest.map(function (one) { if (one.tab === act.tab || one.tab === tab) { one.base = base; } return one; }));
    readBack(act, told);
    spoke(told);
  }

  function idOf(name) {
    return name === "text" ? note.elements.text.id : name;
  }

  function unwrong(name) {
    delete wrong[name];
    saves.unmark(idOf(name));
  }

  // What stands in the page is what the server has read back.
  function readBack(act, told) {
    var held = act.name === "remark" ? told.remark : /^mark_/.test(act.name) ? told.marks[act.name.slice(5)] : told.reasons[act.name.slice(7)] || "";
    var untouched = valueOf(act.name) === act.value;
    if (untouched && held !== undefined && held !== act.value) {
      if (!show(act.name, held)) {
        fieldsOf(act.name)[0].addEventListener("blur", function () {
          if (valueOf(act.name) === act.value) { show(act.name, held); }
        }, { once: true });
      }
    }
    form.dataset.total = told.total;
    count();
  }

  var at = form.dataset.at;

  function spoke(told) {
    at = told.at;
  }

  function settled() {
    var errors = Object.keys(wrong).length;
    if (errors) {
      saves.say(state, action, (at ? "Đã lưu lúc " + at + ", trừ " : "Chưa lưu ") + errors + " ô báo lỗi", true);
    } else {
      saves.say(state, action, at ? "Đã lưu lúc " + at : "Chưa lưu lần nào");
    }
    if (later) {
      var goOn = later;
      later = null;
      goOn(errors);
    }
  }

  function failed(offline) {
    failures += 1;
    later = null;
    saves.say(state, action, offline ? saves.OFFLINE : saves.FAILED, true, offline ? "" : "Thử lại", send);
    clearTimeout(timer);
    timer = setTimeout(send, saves.wait(failures));
  }

  function stored(name) {
    var fields = fieldsOf(name);
    if (fields[0].type === "radio") {
      var first = fields.filter(function (one) { return one.defaultChecked; })[0];
      return first ? first.value : "";
    }
    return fields[0].defaultValue;
  }

  // The own sheet so far: what is typed, in whole hundredths; the server's own total once it has answered.
  function count() {
    var hundredths = Math.round(Number(form.dataset.computed) * 100), given = 0, judged = 0;
    document.querySelectorAll("[data-criterion]").forEach(function (block) {
      var typed = valueOf("mark_" + block.dataset.criterion).trim().replace(",", ".");
      var mark = /^\d+(\.\d+)?$/.test(typed) && Number(typed) <= Number(block.dataset.most) ? Number(typed) : null;
      judged += 1;
      given += mark === null ? 0 : 1;
      hundredths += mark === null ? 0 : Math.round(mark * 100);
      block.classList.toggle("judged--given", mark !== null);
      askReason(block, mark);
    });
    var waiting = own(acts()).some(function (act) { return /^mark_/.test(act.name); });
    bar.querySelector("[data-total]").textContent = !waiting && form.dataset.total
      ? form.dataset.total : (hundredths / 100).toLocaleString("vi-VN", { maximumFractionDigits: 2 });
    bar.querySelector("[data-given]").textContent = given + "/" + judged;
  }

  function askReason(block, mark) {
    var reason = block.querySelector("[data-reason]");
    if (reason) {
      var asked = mark !== null && (("below" in reason.dataset && mark <= Number(reason.dataset.below))
        || ("above" in reason.dataset && mark >= Number(reason.dataset.above)));
      reason.hidden = !asked && !reason.querySelector("textarea").value;
      reason.classList.toggle("judged__reason--asked", asked);
    }
  }

  function begin(event) {
    composing = true;
    clearTimeout(timer);
  }

  function end(event) {
    composing = false;
    changed(event.target.name);
    plan(IDLE);
  }

  function listen(place) {
    place.addEventListener("compositionstart", begin);
    place.addEventListener("compositionend", end);
    place.addEventListener("input", function (event) {
      if (!composing && isSaved(event.target.name)) { changed(event.target.name); }
    });
    place.addEventListener("focusout", function (event) {
      if (!composing && isSaved(event.target.name || "")) { changed(event.target.name); plan(0); }
    });
  }

  // Ctrl+Enter comes as an event of its own from sheet_keys.js.
  form.addEventListener("save-and-next", function () {
    var here = document.activeElement;
    if (composing) { return; }
    if (here && isSaved(here.name || "")) { changed(here.name); }
    form.requestSubmit(bar.querySelector("button[type=submit]"));
  });

  // A button first sends what still waits; only then it goes on. What is wrong is shown by the server's page.
  form.addEventListener("submit", function (event) {
    if (form.dataset.plain) {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    var pressed = event.submitter;
    var goes = pressed && pressed.dataset.go;
    if (stopped) {
      if (dialog && state.textContent.indexOf("đăng nhập") >= 0) { dialog.showModal(); }
      return;
    }
    later = function (errors) {
      if (errors) {
        var first = form.querySelector("[aria-invalid]");
        if (first) { first.focus(); }
      } else if (goes) {
        window.location.assign(goes);
      }
    };
    failures = 0;
    if (!sending) {
      clearTimeout(timer);
      send();
    }
  }, true);
  if (note) {
    note.addEventListener("submit", function (event) {
      event.preventDefault();
      event.stopImmediatePropagation();
      changed("text");
      plan(0);
    }, true);
  }

  function again() {
    if (own(acts()).length && !stopped && !sending) {
      clearTimeout(timer);
      failures = 0;
      send();
    }
  }

  // What an earlier page could not send is put back before anybody has begun to type here, and goes out now.
  function putBack() {
    if (document.querySelector(".error-summary")) {
      keep([]); // the whole sheet was sent with a button and its page shows what was typed: so it is sent again
      form.dataset.plain = "1";
      return;
    }
    if (marks.chosen(sheet) && document.querySelector(".flash--success")) {
      keep([]); // both texts were seen and one was stored
      return;
    }
    acts().forEach(function (act) {
      adopted[act.key] = true;
      if (fieldsOf(act.name).length) { show(act.name, act.value); }
    });
  }

  window.addEventListener("online", again);
  window.addEventListener("pageshow", function (event) { if (event.persisted) { window.location.reload(); } });
  document.addEventListener("visibilitychange", function () { if (document.hidden) { again(); } });
  dialog.querySelector("[data-go-on]").addEventListener("click", function () {
    saves.signInAgain(dialog, form, "form[data-sheet]", function (token) {
      form.elements.csrf_token.value = token;
      if (note) { note.elements.csrf_token.value = token; }
      stopped = false;
      failures = 0;
      send();
    });
  });

  Array.prototype.forEach.call(form.elements, function (field) { if (isSaved(field.name)) { sent[field.name] = valueOf(field.name); } });
  if (note) { sent.text = valueOf("text"); listen(note); }
  listen(form);
  putBack();
  count();
  if (own(acts()).length) { plan(0); } else if (base) { settled(); }
})();
