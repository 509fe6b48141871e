// Makes pages quicker; each of them works without it. Nothing here decides anything: consequences come from the service.
(function () {
  "use strict";
  function all(what, where) { return Array.prototype.slice.call((where || document).querySelectorAll(what)); }
  function later(wait, act) {
    var timer;
    return function () { clearTimeout(timer); timer = setTimeout(act, wait); };
  }

  // Keyboard: / searches, j and k walk a list, ? tells.
  var rows = all("[data-row]"), at = -1;
  function isTyping(target) { return /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName) || target.isContentEditable; }
  document.addEventListener("keydown", function (event) {
    if (event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) { return; }
    var keys = document.querySelector("[data-keys]"), search = document.querySelector("[data-search]");
    if (event.key === "/" && search) { event.preventDefault(); search.focus(); search.select(); }
    else if (event.key === "?" && keys && keys.showModal) { event.preventDefault(); keys.showModal(); }
    else if ((event.key === "j" || event.key === "k") && rows.length) {
      at = Math.max(0, Math.min(rows.length - 1, at + (event.key === "j" ? 1 : -1)));
      var link = rows[at].querySelector("a");
      if (link) { link.focus(); rows[at].scrollIntoView({ block: "nearest" }); }
    }
  });

  // The way back to a list is the way one last saw it, with its filter, whatever was opened in between.
  var back = document.querySelector("[data-back]");
  try {
    if (document.querySelector("form.filter")) { sessionStorage.setItem(location.pathname, location.href); }
    if (back) { back.href = sessionStorage.getItem(back.pathname) || back.href; }
  } catch (refused) { /* A browser may keep nothing; then the way back is to the whole list. */ }

  // What was just saved is not shown yet: the page comes again, unless somebody may be writing in it.
  if (document.querySelector("[data-processing]") && !document.querySelector(".sheet")) {
    setTimeout(function () { location.reload(); }, 1500);
  }

  // What stands in the field one begins with is typed over.
  var first = document.querySelector("input[autofocus]");
  if (first && first === document.activeElement) { first.select(); }

  var errors = document.getElementById("errors");
  if (errors) { errors.focus(); }

  // Dates are echoed as they are understood; the server has the last word.
  function understood(text, isComing) {
    var plain = text.trim().replace(/[\uff01-\uff5e]/g, function (c) { return String.fromCharCode(c.charCodeAt(0) - 0xfee0); });
    var m = /^(\d{4})(\d{2})(\d{2})$/.exec(plain) || /^(?:(\d{4})[-\/.年\s]+)?(\d{1,2})[-\/.月\s]+(\d{1,2})[日号\s]*$/.exec(plain);
    if (!m) { return ""; }
    var today = document.body.getAttribute("data-today"), year = +(m[1] || today.slice(0, 4));
    var month = ("0" + m[2]).slice(-2), day = ("0" + m[3]).slice(-2);
    if (!m[1] && isComing) {
      var near = new Date(today), away = function (y) { return Math.abs(new Date(y + "-" + month + "-" + day) - near); };
      if (away(year + 1) < away(year)) { year += 1; } else if (away(year - 1) < away(year)) { year -= 1; }
    } else if (!m[1] && year + "-" + month + "-" + day > today) { year -= 1; }
    var date = new Date(year, +m[2] - 1, +m[3]);
    if (date.getMonth() !== +m[2] - 1 || date.getDate() !== +m[3]) { return "没有这一天"; }
    return year + "年" + +m[2] + "月" + +m[3] + "日（星期" + "日一二三四五六"[date.getDay()] + "）";
  }
  all("[data-day]").forEach(function (input) {
    var echo = document.querySelector('output[for="' + input.id + '"]');
    input.addEventListener("input", function () { if (echo) { echo.textContent = understood(input.value, input.getAttribute("data-day") === "coming"); } });
  });

  var form = document.querySelector("[data-form]");
  if (!form || !window.fetch || !window.URLSearchParams) { return; }
  var panel = form.querySelector("[data-consequence]"), saved = form.querySelector("[data-saved]");
  var isSent = false, isChanged = false, round = 0;
  function entered() { return new URLSearchParams(new FormData(form)); }

  // What is asked for with one choice alone is shown with it.
  all("[data-with]", form).forEach(function (part) {
    var choice = part.getAttribute("data-with").split("=");
    function show() {
      var chosen = form.querySelector('[name="' + choice[0] + '"]:checked');
      part.hidden = !chosen || chosen.value !== choice[1];
    }
    form.addEventListener("change", show);
    show();
  });

  // What would follow, while somebody types. The latest question's answer counts.
  var path = form.getAttribute("data-address").split("?");
  var ask = later(350, function () {
    var mine = ++round;
    fetch(path[0] + "/consequence" + (path[1] ? "?" + path[1] : ""), { method: "POST", body: entered(), credentials: "same-origin", redirect: "error" })
      .then(function (answer) { return answer.ok ? answer.text() : null; })
      .then(function (html) { if (html !== null && mine === round && panel) { panel.innerHTML = html; } })
      .catch(function () {});
  });

  // What is being written is kept, under the id of the command it will become.
  var keep = later(1500, function () {
    if (isSent) { return; }
    var body = entered();
    body.append("draft.form", form.getAttribute("data-address"));
    body.append("draft.title", form.getAttribute("data-title"));
    fetch("/drafts", { method: "POST", body: body, credentials: "same-origin", redirect: "error" })
      .then(function (answer) { if (!answer.ok) { throw new Error(answer.status); } if (saved) { saved.textContent = "草稿已保存 " + new Date().toTimeString().slice(0, 5); } })
      .catch(function () { if (saved) { saved.textContent = "草稿暂时没有存上，请不要关闭页面"; } });
  });
  form.addEventListener("input", function () { isChanged = true; ask(); keep(); });
  form.addEventListener("change", ask);
  if (panel) { ask(); }

  // Enter shows the consequence; only the button saves. A second click on it does nothing.
  form.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && event.target.tagName === "INPUT") { event.preventDefault(); ask(); }
  });
  form.addEventListener("submit", function (event) {
    if (isSent) { event.preventDefault(); return; }
    isSent = true;
    setTimeout(function () { isSent = false; }, 8000);
  });
  window.addEventListener("pageshow", function () { isSent = false; });
  window.addEventListener("beforeunload", function (event) {
    if (isChanged && !isSent && saved && saved.textContent.indexOf("没有存上") > 0) { event.preventDefault(); event.returnValue = ""; }
  });
})();
