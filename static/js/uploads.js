// Sends the files of a form in pieces, so that a line that breaks costs one piece and not the whole file.
// Without this script the same form sends the same files in one go. The server decides everything; this only tells how far it is.
(function () {
  "use strict";

  var KILOBYTE = 1024;
  var SMALLEST = 64 * KILOBYTE;
  var LARGEST = 1024 * KILOBYTE;
  var FIRST = 256 * KILOBYTE;
  var WAITS = [1, 2, 4, 8, 15]; // seconds before the next try; the last one is repeated
  var SESSION_OVER = "Phiên làm việc đã hết. Hãy đăng nhập lại ở một thẻ khác của trình duyệt, rồi bấm Tiếp tục.";
  var FAILED = "Chưa tải lên được, hãy thử lại.";

  function element(tag, className, words) {
    var made = document.createElement(tag);
    if (className) { made.className = className; }
    if (words) { made.textContent = words; }
    return made;
  }

  function inWords(bytes) {
    if (bytes >= KILOBYTE * KILOBYTE) { return (Math.ceil(bytes / KILOBYTE / KILOBYTE * 10) / 10).toString().replace(".", ",") + " MB"; }
    return Math.ceil(bytes / KILOBYTE) + " KB";
  }

  function timeLeft(seconds) {
    if (seconds < 60) { return "còn khoảng " + Math.max(5, Math.ceil(seconds / 5) * 5) + " giây"; }
    return "còn khoảng " + Math.ceil(seconds / 60) + " phút";
  }

  // One request. Gives {status, body}; status 0 when the line is cut. body is null when the answer is not ours (a sign-in page).
  function ask(method, address, token, headers, content, onProgress) {
    var request = new XMLHttpRequest();
    var answer = new Promise(function (resolve) {
      request.open(method, address);
      request.setRequestHeader("X-CSRFToken", token);
      request.setRequestHeader("Accept", "application/json");
      Object.keys(headers).forEach(function (name) { request.setRequestHeader(name, headers[name]); });
      if (onProgress) { request.upload.addEventListener("progress", function (event) { onProgress(event.loaded); }); }
      request.addEventListener("loadend", function () {
        var body = null;
        try { body = JSON.parse(request.responseText); } catch (error) { body = null; }
        resolve({ status: request.status, body: body });
      });
      request.timeout = 90000;
      request.send(content || null);
    });
    return { answer: answer, abort: function () { request.abort(); } };
  }

  function form(fields) {
    return Object.keys(fields).map(function (name) { return encodeURIComponent(name) + "=" + encodeURIComponent(fields[name]); }).join("&");
  }

  var FORM = { "Content-Type": "application/x-www-form-urlencoded" };

  // One file of the list, with its line on the page.
  function Sending(file, desk) {
    var self = this;
    this.file = file;
    this.desk = desk;
    this.state = "waiting"; // waiting, sending, paused, cut, checking, done, refused, dropped
    this.sent = 0;
    this.size = FIRST;
    this.tries = 0;
    this.address = null;
    this.line = element("li", "sending__file");
    this.name = element("p", "sending__name", file.name);
    this.acts = element("div", "sending__acts");
    this.pause = element("button", "btn btn-quiet", "Tạm dừng");
    this.drop = element("button", "btn btn-quiet", "Bỏ");
    this.bar = element("progress");
    this.words = element("p", "sending__words");
    [this.pause, this.drop].forEach(function (button) {
      button.type = "button";
      button.appendChild(element("span", "visually-hidden", " tệp " + file.name));
      self.acts.appendChild(button);
    });
    this.bar.max = file.size || 1;
    this.bar.setAttribute("aria-label", "Đã gửi của tệp " + file.name);
    [this.name, this.acts, this.bar, this.words].forEach(function (part) { self.line.appendChild(part); });
    this.pause.addEventListener("click", function () { self.pressPause(); });
    this.drop.addEventListener("click", function () { self.giveUp(); });
    this.show();
  }

  Sending.prototype.percent = function () { return this.file.size ? Math.floor(this.sent / this.file.size * 100) : 0; };

  Sending.prototype.is = function () { return Array.prototype.indexOf.call(arguments, this.state) >= 0; };

  Sending.prototype.become = function (state, sentence) {
    if (this.state === "dropped") { return; }
    this.state = state;
    this.sentence = sentence || "";
    this.show();
    this.desk.changed(this);
  };

  Sending.prototype.describe = function () {
    var percent = "Đã gửi " + this.percent() + " %";
    switch (this.state) {
      case "waiting": return "Chờ gửi, " + inWords(this.file.size);
      case "sending": return percent + " của " + inWords(this.file.size) + (this.speed ? ", " + timeLeft((this.file.size - this.sent) / this.speed) : "");
      case "paused": return percent + ", đang tạm dừng. " + this.sentence;
      case "cut": return percent + ", đang nối lại…";
      case "checking": return "Đã gửi xong, đang kiểm tra tệp…";
      case "done": return "Đã tải lên, " + inWords(this.file.size);
      default: return this.sentence;
    }
  };

  Sending.prototype.show = function () {
    this.bar.value = this.state === "done" ? this.bar.max : this.sent;
    this.words.textContent = this.describe();
    this.line.className = "sending__file sending__file--" + this.state;
    this.pause.hidden = !this.is("sending", "cut", "paused", "waiting");
    this.pause.firstChild.textContent = this.state === "paused" ? "Tiếp tục" : "Tạm dừng";
    this.bar.hidden = this.state === "refused";
  };

  Sending.prototype.pressPause = function () {
    if (this.state === "paused") {
      var self = this, over = this.sentence === this.desk.over;
      (over ? this.desk.renew() : Promise.resolve()).then(function () {
        self.tries = 0;
        self.become("waiting");
        self.desk.next();
      });
      return;
    }
    this.become("paused");
    this.stop();
    this.desk.next();
  };

  Sending.prototype.stop = function () {
    clearTimeout(this.timer);
    if (this.request) { this.request.abort(); }
  };

  Sending.prototype.giveUp = function () {
    var address = this.address;
    this.stop();
    this.state = "dropped";
    this.line.remove();
    if (address) { ask("POST", address + "/bo", this.desk.token(), FORM, ""); }
    this.desk.forget(this);
  };

  Sending.prototype.go = function () {
    var self = this;
    this.become("sending");
    this.measured = { at: Date.now(), sent: this.sent };
    if (this.address) { this.resume(); return; }
    this.send("POST", this.desk.start, FORM, form({ name: this.file.name, size: this.file.size }), function (body) {
      self.address = self.desk.start + body.id;
      self.piece();
    });
  };

  // Ask how far the server came, and go on from there.
  Sending.prototype.resume = function () {
    var self = this;
    this.send("GET", this.address, {}, null, function (body) {
      self.sent = body.offset;
      self.measured = { at: Date.now(), sent: body.offset };
      self.become("sending");
      if (body.ready) { self.become("done"); self.desk.next(); } else { self.piece(); }
    });
  };

  Sending.prototype.piece = function () {
    var self = this, from = this.sent, began = Date.now();
    if (from >= this.file.size) { this.finish(); return; }
    var content = this.file.slice(from, from + this.size);
    var headers = { "Content-Type": "application/octet-stream", "Upload-Offset": String(from) };
    this.send("PATCH", this.address, headers, content, function (body) {
      var seconds = (Date.now() - began) / 1000;
      if (seconds < 2) { self.size = Math.min(LARGEST, self.size * 2); }
      if (seconds > 8) { self.size = Math.max(SMALLEST, self.size / 2); }
      self.tries = 0;
      self.sent = body.offset;
      self.pace();
      self.become("sending");
      self.piece();
    }, function (loaded) {
      self.sent = Math.min(from + loaded, from + content.size);
      self.pace();
      self.show();
    });
  };

  Sending.prototype.pace = function () {
    var seconds = (Date.now() - this.measured.at) / 1000;
    if (seconds > 1) { this.speed = (this.sent - this.measured.sent) / seconds; }
  };

  Sending.prototype.finish = function () {
    var self = this;
    this.become("checking");
    this.send("POST", this.address + "/xong", FORM, "", function () {
      self.become("done");
      self.desk.next();
    });
  };

  Sending.prototype.send = function (method, address, headers, content, then, onProgress) {
    var self = this;
    this.request = ask(method, address, this.desk.token(), headers, content, onProgress);
    this.request.answer.then(function (answer) {
      if (self.is("paused", "dropped")) { return; }
      if (answer.status === 200 && answer.body) { then(answer.body); return; }
      self.failed(answer);
    });
  };

  Sending.prototype.failed = function (answer) {
    var sentence = answer.body && answer.body.sentence;
    if (answer.status === 0 || answer.status >= 500) { this.again(); return; }
    if (answer.status === 409) { this.resume(); return; }
    if (answer.status === 404 && this.address && this.tries < WAITS.length) { // forgotten by the server: from the start
      this.address = null;
      this.sent = 0;
      this.again();
      return;
    }
    if (!answer.body && answer.status !== 404 && answer.status !== 413) { // a page for people: the sign-in page, or its refusal
      this.become("paused", this.desk.over);
      this.desk.next();
      return;
    }
    this.become("refused", sentence || FAILED);
    this.desk.next();
  };

  Sending.prototype.again = function () {
    var self = this, wait = WAITS[Math.min(this.tries, WAITS.length - 1)];
    this.tries += 1;
    this.become("cut");
    clearTimeout(this.timer);
    this.timer = setTimeout(function () { self.goOn(); }, wait * 1000);
  };

  Sending.prototype.goOn = function () {
    if (this.state !== "cut") { return; }
    clearTimeout(this.timer);
    if (this.address) { this.resume(); } else { this.go(); }
  };

  // All files of one form.
  function Desk(page) {
    var self = this;
    this.page = page;
    this.start = page.dataset.uploads;
    this.over = page.dataset.over || SESSION_OVER;
    this.input = page.querySelector("input[type=file]");
    this.button = page.querySelector("button[type=submit]");
    this.most = Number(page.dataset.mostBytes);
    this.all = [];
    this.list = element("ul", "sending");
    this.said = element("p", "visually-hidden");
    this.said.setAttribute("aria-live", "polite");
    this.button.before(this.list, this.said);
    this.label = this.button.textContent;
    page.addEventListener("submit", function (event) { self.submit(event); });
    window.addEventListener("online", function () { self.all.forEach(function (one) { one.goOn(); }); });
    window.addEventListener("beforeunload", function (event) {
      if (self.all.some(function (one) { return one.is("sending", "cut", "checking"); })) { event.preventDefault(); }
    });
    ["dragenter", "dragover"].forEach(function (name) { self.input.addEventListener(name, function () { self.input.classList.add("is-over"); }); });
    ["dragleave", "drop"].forEach(function (name) { self.input.addEventListener(name, function () { self.input.classList.remove("is-over"); }); });
  }

  Desk.prototype.token = function () { return this.page.querySelector("input[name=csrf_token]").value; };

  // After signing in again the page's old token is worth nothing: take the one of a fresh page.
  Desk.prototype.renew = function () {
    var field = this.page.querySelector("input[name=csrf_token]");
    return fetch(window.location.href).then(function (answer) { return answer.text(); }).then(function (text) {
      var fresh = new DOMParser().parseFromString(text, "text/html").querySelector("form[data-uploads] input[name=csrf_token]");
      if (fresh) { field.value = fresh.value; }
    }).catch(function () { /* still offline or signed out: the next try says so */ });
  };

  Desk.prototype.submit = function (event) {
    var self = this;
    if (!this.input.files.length && !this.all.length) { return; } // the server says what is missing
    event.preventDefault();
    Array.prototype.forEach.call(this.input.files, function (file) {
      var one = new Sending(file, self);
      self.all.push(one);
      self.list.appendChild(one.line);
      if (file.size > self.most) {
        var megabytes = function (bytes) { return Math.ceil(bytes / KILOBYTE / KILOBYTE); };
        one.become("refused", "Tệp phải nhỏ hơn " + megabytes(self.most) + " MB (tệp này " + megabytes(file.size) + " MB).");
      } else if (!file.size) {
        one.become("refused", "Tệp không có nội dung.");
      }
    });
    this.input.value = "";
    if (!this.next()) { this.hand(); }
  };

  // Start the next file when none is on its way. Gives whether something is.
  Desk.prototype.next = function () {
    var busy = this.all.some(function (one) { return one.is("sending", "cut", "checking"); });
    if (!busy) {
      var waiting = this.all.filter(function (one) { return one.is("waiting"); })[0];
      if (waiting) { waiting.go(); return true; }
      if (this.all.length && this.all.every(function (one) { return one.is("done"); })) { this.hand(); }
    }
    this.offer();
    return busy;
  };

  Desk.prototype.forget = function (sending) {
    this.all.splice(this.all.indexOf(sending), 1);
    this.next();
  };

  Desk.prototype.ready = function () { return this.all.filter(function (one) { return one.is("done"); }); };

  Desk.prototype.offer = function () {
    var busy = this.all.some(function (one) { return one.is("sending", "cut", "checking", "waiting"); });
    var ready = this.ready().length;
    this.button.disabled = busy;
    this.button.textContent = ready && !busy ? "Thêm " + ready + " tệp đã tải xong vào hồ sơ" : this.label;
  };

  // Tell a listener of the page what matters, not every step.
  Desk.prototype.changed = function (sending) {
    var told = sending.state + (sending.state === "sending" ? Math.floor(sending.percent() / 25) : "");
    if (told !== sending.told) {
      sending.told = told;
      this.said.textContent = sending.file.name + ": " + sending.describe();
    }
    this.offer();
  };

  // The files are on the server: send the form with their names only.
  Desk.prototype.hand = function () {
    var self = this, ready = this.ready();
    if (!ready.length || this.handed) { return; }
    this.handed = true;
    ready.forEach(function (one) {
      var field = element("input");
      field.type = "hidden";
      field.name = "upload";
      field.value = one.address.slice(self.start.length);
      self.page.appendChild(field);
    });
    this.input.disabled = true;
    this.page.submit();
  };

  document.querySelectorAll("form[data-uploads]").forEach(function (page) { new Desk(page); });
})();
