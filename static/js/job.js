// Tells how far a job is, once a second; when it has ended, the page is opened anew (or the outcome's page).
// Without this script the link "Xem tình trạng mới nhất" does the same.
(function () {
  "use strict";

  var job = document.querySelector("[data-job]");
  if (!job) {
    return;
  }
  var bar = job.querySelector("[data-job-bar]");
  var message = job.querySelector("[data-job-message]");
  var wait = 1000;

  function show(now) {
    if (now.total) {
      bar.max = now.total;
      bar.value = now.done;
    }
    var text = now.message || (now.ahead ? now.ahead + " việc khác chạy trước." : now.label + ".");
    if (message.textContent !== text) {
      message.textContent = text; // a reader's voice speaks only what is new
    }
  }

  function ask() {
    fetch(job.dataset.job, { headers: { Accept: "application/json" }, redirect: "error" })
      .then(function (answer) { return answer.ok ? answer.json() : Promise.reject(answer.status); })
      .then(function (now) {
        wait = 1000;
        if (now.ended) {
          window.location.replace(now.page || window.location.href);
          return;
        }
        show(now);
        setTimeout(ask, wait);
      })
      .catch(function () {
        wait = Math.min(wait * 2, 30000);
        message.textContent = "Chưa hỏi được máy chủ; trang sẽ hỏi lại.";
        setTimeout(ask, wait);
      });
  }

  setTimeout(ask, wait);
})();
