// The bid form saves itself: two seconds after the last key, on leaving a field, on leaving the page; and says so.

import { join } from "./bid-merge.js";
import { renew, wireFolds } from "./bid-fold.js";
import { fit, wireRows } from "./rows.js";
import { LocalCopy } from "./bid-store.js";
import { refresh } from "./bid-sums.js";
import { labelOf, pairs, put, same, shown } from "./bid-values.js";

const QUIET = 2000, SOON = 400, PATIENCE = 20_000, RETRIES = [3000, 6000, 12_000, 30_000];
const form = document.querySelector("form.jb-draft");
const copy = form && new LocalCopy(form);
const state = {
  base: null, // what the server has, as this page knows
  sent: null, // what was sent last, whether or not an answer came
  timer: 0,
  failures: 0,
  isBusy: false,
  isAgain: false,
  isStopped: false,
  isSignedOut: false,
};

const cookie = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] ?? form.elements.csrfmiddlewaretoken.value;
const isDirty = () => !same(pairs(form), state.base);

function say(tone, words, link) {
  const line = form.querySelector("[data-state]");
  line.className = `jb-save-state is-${tone}`;
  line.replaceChildren(Object.assign(document.createElement("span"), { textContent: words }));
  if (link) line.append(" ", link);
}

function anchor(words, href) {
  return Object.assign(document.createElement("a"), { textContent: words, href, target: "_blank" });
}

function button(words, run) {
  const made = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-sm", textContent: words });
  made.addEventListener("click", run);
  return made;
}

// Sums, counters and the lines of folded rows follow what stands in the fields.
function freshen() {
  refresh(form, changed);
  renew(form);
}

function schedule(delay) {
  clearTimeout(state.timer);
  if (!state.isStopped) state.timer = setTimeout(save, delay);
}

function changed() {
  freshen();
  if (!isDirty()) return;
  copy.write(pairs(form));
  if (!state.isBusy && !state.isSignedOut && !state.failures && !state.isStopped) say("waiting", "有未保存的修改…");
  schedule(state.failures || state.isSignedOut ? RETRIES[0] : QUIET);
}

// Answers whether everything on the page is on the server.
async function save({ isLeaving = false } = {}) {
  clearTimeout(state.timer);
  if (state.isBusy) { state.isAgain = true; return false; }
  if (!isDirty() && !state.failures) return true;
  const snapshot = pairs(form);
  state.isBusy = true;
  if (!state.failures && !state.isSignedOut) say("waiting", "正在保存…");
  let answer = null, told = null;
  try {
    answer = await fetch(form.action, {
      method: "POST",
      headers: { Accept: "application/json", "X-CSRFToken": cookie() },
      body: new URLSearchParams([...snapshot.filter(([, value]) => value !== ""), ["version", form.elements.version.value], ["seen", form.elements.seen.value], ["author", form.dataset.user]]),
      redirect: "manual",
      keepalive: isLeaving,
      signal: AbortSignal.timeout(PATIENCE),
    });
    told = answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : null;
  } catch {
    answer = null;
  }
  state.isBusy = false;
  const isSaved = settle(answer, told, snapshot);
  state.sent = new Map(snapshot);
  if (state.isAgain) { state.isAgain = false; schedule(SOON); }
  return isSaved;
}

function settle(answer, told, snapshot) {
  const kind = told?.kind ?? (answer?.type === "opaqueredirect" ? "signed_out" : "");
  if (kind === "saved" || kind === "partly") return stored(told, snapshot);
  if (kind === "signed_out") return signedOut(told);
  if (kind === "conflict") return conflict(told);
  if (kind === "refused" && told.code !== "restoring") return refused(told.sentence);
  if (answer && [400, 403, 404, 413].includes(answer.status)) {
    return refused(answer.status === 404 ? "本方案已不能填写。" : answer.status === 403 ? "没有权限保存，请刷新页面。" : "内容过长，系统没有接收。");
  }
  const keeps = copy.write(pairs(form)) ? "内容已留在本机。" : "请不要关闭本页。";
  const why = answer ? "系统繁忙" : "网络中断";
  say("open", `未保存：${why}，将自动重试。${keeps}`, button("立即重试", () => save()));
  schedule(RETRIES[Math.min(state.failures, RETRIES.length - 1)]);
  state.failures += 1;
  return false;
}

function stored(told, snapshot) {
  Object.assign(state, { base: snapshot, failures: 0, isSignedOut: false });
  form.elements.version.value = told.version;
  form.elements.seen.value = told.seen;
  Object.entries(told.parts ?? {}).forEach(([id, html]) => replace(document.getElementById(id), html));
  mark(told.errors ?? {});
  freshen();
  const count = Object.keys(told.errors ?? {}).length;
  if (isDirty()) {
    say("waiting", `已保存 ${told.time}，还有新的修改…`);
    schedule(QUIET);
  } else if (count) {
    copy.write(pairs(form));
    say("open", `已保存 ${told.time}，但有 ${count} 处无法保存，原因见该处。`);
  } else {
    copy.forget();
    say("saved", `已保存 ${told.time}`);
  }
  return !count && !isDirty();
}

function signedOut(told) {
  const keeps = copy.write(pairs(form)) ? "内容已留在本机" : "请不要关闭本页";
  if (!state.isSignedOut) say("open", `未保存：登录已过期，${keeps}。登录后自动保存。`, anchor("在新窗口登录", told?.url ?? "/sign-in/"));
  state.isSignedOut = true;
  schedule(10_000);
  return false;
}

function conflict(told) {
  const base = new Map(state.base);
  if (join(form, base, state.sent, told.latest)) {
    form.elements.version.value = told.version;
    form.elements.seen.value = told.seen;
    state.base = pairs(form).map(([name, value]) => [name, told.latest[name] ?? value]);
    state.failures = 0;
    freshen();
    say("waiting", `已并入${told.who}于 ${told.time} 保存的内容…`);
    state.failures = 1; // saved even where nothing is left to say
    schedule(0);
    return false;
  }
  copy.write(pairs(form));
  state.isStopped = true;
  say("open", `未保存：${told.who}于 ${told.time} 保存了本部分，与您的修改有不同之处。您的内容仍在页面上。`, button("对照并合并", () => {
    copy.write(pairs(form));
    copy.decide();
    form.elements.csrfmiddlewaretoken.value = cookie();
    form.submit();
  }));
  return false;
}

function refused(sentence) {
  const keeps = copy.write(pairs(form)) ? "您填写的内容已留在本机，可继续查看和复制。" : "请不要关闭本页。";
  state.isStopped = true;
  say("open", `未保存：${sentence}${keeps}`);
  return false;
}

// Fresh words around the form, unless somebody is reading or stepping through them with the keyboard.
function replace(place, html) {
  if (!place || place.contains(document.activeElement)) return;
  const isOpen = place.querySelector("details")?.open;
  place.innerHTML = html;
  if (isOpen) place.querySelector("details").open = true;
}

function mark(errors) {
  form.querySelectorAll("[data-unsaved]").forEach((line) => line.remove());
  form.querySelectorAll("[aria-invalid]").forEach((one) => one.removeAttribute("aria-invalid"));
  Object.entries(errors).forEach(([id, sentence]) => {
    const control = document.getElementById(id);
    if (!control) return;
    control.setAttribute("aria-invalid", "true");
    const line = Object.assign(document.createElement("p"), { className: "jb-error", id: `${id}_unsaved`, textContent: sentence });
    line.dataset.unsaved = "";
    control.setAttribute("aria-describedby", line.id);
    (control.closest("td, .jb-field") ?? control.parentElement).append(line);
  });
}

// Text left behind by an interruption: shown beside what the server has, restored only when asked for.
function offer() {
  const kept = copy.read();
  if (!kept) return;
  const now = new Map(pairs(form));
  const differing = kept.pairs.filter(([name, value]) => !/(_FORMS|-DELETE)$/.test(name) && (now.get(name) ?? "") !== value);
  const isAnswered = kept.isDecided && new URLSearchParams(location.search).has("saved");
  const removed = kept.pairs.some(([name, value]) => name.endsWith("-DELETE") && value !== (now.get(name) ?? ""));
  if (isAnswered || (!differing.length && !removed)) { copy.forget(); return; }
  const when = new Date(kept.at).toLocaleString("zh-CN", { timeZone: "Asia/Shanghai", month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit" });
  const box = document.getElementById("bid-local");
  box.hidden = false;
  box.className = "jb-notice is-amber jb-local";
  const title = Object.assign(document.createElement("h2"), { textContent: `本机保留着 ${when} 没有存到服务器的内容` });
  const list = document.createElement("dl");
  differing.slice(0, 30).forEach(([name, value]) => {
    const control = form.elements[name];
    list.append(Object.assign(document.createElement("dt"), { textContent: control?.labels ? labelOf(control) : name.replace(/^\w+-(\d+)-.*/, (_all, row) => `第 ${Number(row) + 1} 行`) }));
    const [server, local] = control?.labels ? [shown(control, now.get(name) ?? ""), shown(control, value)] : ["", value];
    list.append(version("服务器上的：", server, local), version("本机的：", local, server));
  });
  const bar = Object.assign(document.createElement("div"), { className: "jb-buttons" });
  bar.append(
    button("恢复本机内容", () => { restore(kept.pairs); box.hidden = true; }),
    button("不需要，删除本机内容", () => { copy.forget(); box.hidden = true; }),
  );
  box.replaceChildren(title, list, bar);
}

// One text with what differs from the other marked, apart from what both begin and end with.
function version(words, text, other) {
  const line = document.createElement("dd");
  let start = 0, end = 0;
  const most = Math.min(text.length, other.length);
  while (start < most && text[start] === other[start]) start += 1;
  while (end < most - start && text[text.length - 1 - end] === other[other.length - 1 - end]) end += 1;
  const middle = Object.assign(document.createElement("mark"), { textContent: text.slice(start, text.length - end) });
  line.append(words, text.slice(0, start), middle, text.slice(text.length - end) || (text ? "" : "（空）"));
  return line;
}

function restore(kept) {
  const values = new Map(kept);
  fit(form, values);
  for (const [name, value] of values) {
    const control = form.elements[name];
    if (control && !/(_FORMS|-DELETE)$/.test(name)) put(control, value);
  }
  changed();
  schedule(SOON);
}

function start() {
  state.base = pairs(form);
  wireRows(form, changed);
  wireFolds(form);
  form.addEventListener("input", changed);
  form.addEventListener("change", () => { changed(); if (isDirty() && !state.failures && !state.isSignedOut) schedule(SOON); });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopPropagation();
    const next = event.submitter?.dataset.next;
    if (state.isBusy) await new Promise((done) => setTimeout(done, 600));
    const isSaved = await save();
    if (isSaved && next) location.assign(next);
    else if (isSaved) say("saved", form.querySelector("[data-state]").textContent.trim());
    else form.querySelector("[aria-invalid]")?.focus();
  });
  // Signed in again in another window, or the line is back: go on at once.
  const again = () => { if (isDirty() && !state.isStopped) schedule(0); };
  window.addEventListener("focus", () => { if (state.isSignedOut || state.failures) again(); });
  window.addEventListener("online", again);
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && isDirty() && !state.isStopped && !state.isSignedOut) save({ isLeaving: true });
    else if (document.visibilityState === "visible" && (state.isSignedOut || state.failures)) again();
  });
  offer();
  freshen();
}

if (form) start();
