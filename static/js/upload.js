// Files sent in parts: a cut connection costs one part, a reload goes on at the byte the server has (core/uploads.py).
// Any form with a field of core.forms_uploads gets it: the file goes first, then the form with a token in its place.
// A form marked data-upload-queue takes several files and sends the form once for each, without leaving the page.
// Without this script the form is an ordinary one with a file in it.

const PAUSES = [1, 2, 4, 8, 15, 30, 30, 30]; // seconds between the tries after a cut connection
const DIGEST_BYTES = 128 * 1024 * 1024; // larger files are digested by the server alone
const ANSWER_MS = 60_000;

class Cut extends Error {} // the connection failed, or the server: trying again may help
class Refusal extends Error {
  constructor(code, sentence) { super(sentence); this.code = code; }
}

const mb = (bytes) => (bytes < 1024 * 1024 ? `${Math.max(1, Math.ceil(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`);
const cookie = (name) => document.cookie.split("; ").find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1);
const csrf = () => cookie("csrftoken") || document.querySelector("[name=csrfmiddlewaretoken]")?.value || "";

function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
  node.append(...children);
  return node;
}

// The network

async function ask(method, url, { body, headers = {}, signal } = {}) {
  let response;
  try {
    const limit = AbortSignal.timeout(ANSWER_MS);
    response = await fetch(url, {
      method, body, credentials: "same-origin", redirect: "follow",
      signal: signal && AbortSignal.any ? AbortSignal.any([signal, limit]) : signal || limit,
      headers: { Accept: "application/json", "X-CSRFToken": csrf(), ...headers },
    });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Cut();
  }
  if (response.status === 204) return {};
  const told = await response.json().catch(() => null);
  if (response.ok && told) return told;
  if (told?.code === "upload_gap") return told;
  if (told?.sentence && told.code !== "upload_cut") throw new Refusal(told.code, [told.sentence, ...(told.defects || [])].join(" "));
  if (response.status === 413) throw new Refusal("too_large", "服务器不接收这么大的内容。");
  if (response.ok || response.status === 403) throw new Refusal("signed_out", "登录已过期或页面已失效。请在新窗口登录后继续，已传的部分不会丢失。");
  throw new Cut();
}

// Until the time is over, or the browser says that the network is back.
function pause(seconds, signal) {
  return new Promise((resolve, reject) => {
    const end = () => { clearTimeout(timer); window.removeEventListener("online", end); resolve(); };
    const timer = setTimeout(end, seconds * 1000);
    window.addEventListener("online", end);
    signal?.addEventListener("abort", () => { end(); reject(signal.reason); });
  });
}

async function patiently(run, { told, signal }) {
  for (let tries = 0; ; tries += 1) {
    try {
      return await run(tries);
    } catch (error) {
      if (!(error instanceof Cut)) throw error;
      if (tries >= PAUSES.length) throw new Refusal("cut", "连接一直没有恢复。已传的部分已保存，网络恢复后请按“继续”。");
      told(`连接中断，${PAUSES[tries]} 秒后自动重试…`);
      await pause(PAUSES[tries], signal);
    }
  }
}

async function digest(file) {
  if (!window.crypto?.subtle || file.size > DIGEST_BYTES) return "";
  const found = await crypto.subtle.digest("SHA-256", await readable(file));
  return [...new Uint8Array(found)].map((one) => one.toString(16).padStart(2, "0")).join("");
}

async function readable(blob) {
  try {
    return await blob.arrayBuffer();
  } catch {
    throw new Refusal("unreadable", "无法读取文件，可能已被移动、修改或仍被占用。请重新选择。");
  }
}

// One file, whole: answers its token.
async function send(file, place, row) {
  const { told, progress, signal } = row;
  told("正在计算摘要…");
  const sha256 = await digest(file);
  told("正在连接…");
  const asked = JSON.stringify({ ticket: place.dataset.ticket, name: file.name, size: file.size, sha256 });
  const headers = { "Content-Type": "application/json" };
  let at = await patiently(() => ask("POST", place.dataset.url, { body: asked, headers, signal }), row);
  row.url = at.url;
  const { url, token, part_bytes: part } = at;
  if (at.offset) told(`从 ${mb(at.offset)} 处接着传…`);
  progress(at.offset);
  while (at.offset < file.size) {
    at = await patiently(async (tries) => {
      // After a cut nobody knows how much arrived: the server says.
      if (tries) at = await ask("GET", url, { signal });
      if (at.offset >= file.size) return at;
      const body = await readable(file.slice(at.offset, at.offset + part));
      return ask("PATCH", url, { body, headers: { "Content-Type": "application/octet-stream", "Upload-Offset": String(at.offset) }, signal });
    }, row);
    progress(at.offset);
    told("正在上传…");
  }
  return token;
}

// What is seen

function rowOf(list, file) {
  const words = element("span", { class: "jb-upload-state" });
  const bar = element("progress", { max: String(file.size), value: "0", "aria-label": `${file.name} 上传进度` });
  const count = element("span", { class: "jb-num jb-muted" });
  const buttons = element("span", { class: "jb-upload-buttons" });
  const item = element("li", {}, element("b", {}, file.name), buttons, bar, count, words);
  list.append(item);
  const control = new AbortController();
  const row = {
    item, url: "", signal: control.signal,
    told: (text) => { words.textContent = text; },
    progress: (bytes) => {
      bar.value = bytes;
      count.textContent = `${mb(bytes)} / ${mb(file.size)}，${Math.floor((bytes / Math.max(1, file.size)) * 100)}%`;
    },
    end: (tone, text) => { item.dataset.tone = tone; row.told(text); buttons.replaceChildren(); },
    offer: (label, run) => {
      const button = element("button", { type: "button", class: "btn btn-sm" }, label);
      button.setAttribute("aria-label", `${label}：${file.name}`);
      button.addEventListener("click", run, { once: true });
      buttons.append(button);
    },
    stop: () => { control.abort(new DOMException("given up", "AbortError")); },
  };
  row.progress(0);
  return row;
}

// Sends until it is here, refused, or given up. Answers the token, or "" for what did not come.
async function sendShown(list, file, place, after = async () => {}) {
  for (;;) {
    const row = rowOf(list, file);
    row.offer("放弃", row.stop);
    try {
      const token = await send(file, place, row);
      row.told("正在检查并加密保存…");
      await patiently(() => after(token, row), row);
      row.end("done", "已传到");
      return { token, row };
    } catch (error) {
      if (row.signal.aborted) {
        if (row.url) ask("POST", row.url).catch(() => {});
        row.end("quiet", "已放弃");
        return { token: "", row };
      }
      if (!(error instanceof Refusal)) console.warn("upload", error);
      row.end("refused", error instanceof Refusal ? error.message : "上传没有成功，请重试。");
      if (!["cut", "signed_out", "storage_full", "scan_unavailable"].includes(error.code)) {
        if (row.url) ask("POST", row.url).catch(() => {});
        return { token: "", row };
      }
      if (error.code === "signed_out") row.item.append(element("a", { href: "/sign-in/", target: "_blank", rel: "noopener" }, "在新窗口登录"));
      // Whoever asks for the next thing instead gives this one up for now; what came of it waits on the server.
      await new Promise((resolve) => row.offer("继续", resolve));
      row.item.remove();
    }
  }
}

async function showWaiting(place, list) {
  const told = await ask("GET", `${place.dataset.url}?ticket=${encodeURIComponent(place.dataset.ticket)}`).catch(() => null);
  for (const one of told?.waiting || []) {
    const state = element("span", { class: "jb-upload-state" }, `上次传到 ${mb(one.offset)} / ${mb(one.size)}。重新选择同一个文件，即从这里接着传。`);
    const button = element("button", { type: "button", class: "btn btn-sm", "aria-label": `放弃：${one.name}` }, "放弃");
    const item = element("li", { "data-tone": "quiet", "data-waiting": `${one.name}/${one.size}` }, element("b", {}, one.name), button, state);
    button.addEventListener("click", async () => { await ask("POST", one.url).catch(() => {}); item.remove(); }, { once: true });
    list.append(item);
  }
}

// Pages

let busy = 0;
window.addEventListener("beforeunload", (event) => { if (busy) event.preventDefault(); });

function fieldsOf(form) {
  return [...form.querySelectorAll("[data-upload]")].map((place) => ({
    place,
    name: place.dataset.upload,
    input: form.querySelector(`input[type=file][name="${CSS.escape(place.dataset.upload)}"]`),
  }));
}

function wire(form) {
  const fields = fieldsOf(form);
  for (const field of fields) {
    field.list = element("ul", { class: "jb-upload-list" });
    field.live = element("p", { class: "visually-hidden", role: "status" });
    field.place.append(field.list, field.live);
    showWaiting(field.place, field.list);
  }
  const run = form.hasAttribute("data-upload-queue") ? queue : single;
  form.addEventListener("submit", async (event) => {
    if (form.dataset.uploaded) return;
    if (busy || run === queue || fields.some((field) => field.input.files.length)) {
      event.preventDefault();
      event.stopPropagation();
    }
    if (busy) return;
    if (!fields.some((field) => field.input.files.length)) { if (run === queue) missing(form, fields[0]); return; }
    if (run === queue && !form.reportValidity()) return;
    busy += 1;
    const button = event.submitter;
    button?.setAttribute("aria-disabled", "true");
    try { await run(form, fields, button); } finally { busy -= 1; button?.removeAttribute("aria-disabled"); }
  });
}

function forget(field, file) {
  field.list.querySelectorAll("[data-waiting]").forEach((item) => { if (item.dataset.waiting.endsWith(`/${file.size}`)) item.remove(); });
}

function missing(form, field) {
  field.live.textContent = "请先选择文件。";
  field.live.classList.remove("visually-hidden");
  field.input.focus();
}

function overLimit(form, field, file) {
  const chosen = form.querySelector("select[data-limits]");
  const limits = chosen ? JSON.parse(chosen.dataset.limits) : {};
  const limit = limits[chosen?.value] || Number(field.place.dataset.limit);
  return file.size > limit ? `超过 ${mb(limit)} 的上限，没有上传。` : "";
}

// An ordinary form: its files first, then the form itself, with tokens where the files were.
async function single(form, fields, button) {
  for (const field of fields) {
    for (const file of [...field.input.files]) {
      forget(field, file);
      const over = overLimit(form, field, file);
      if (over) { rowOf(field.list, file).end("refused", over); field.live.textContent = `${file.name}：${over}`; field.input.value = ""; return; }
      const { token } = await sendShown(field.list, file, field.place);
      if (!token) return;
      field.place.append(element("input", { type: "hidden", name: `${field.name}-token`, value: token }));
    }
    field.input.value = "";
  }
  const token = form.querySelector("[name=csrfmiddlewaretoken]");
  if (token) token.value = csrf(); // another window may have signed in anew
  form.dataset.uploaded = "1";
  form.requestSubmit(button || undefined);
}

// Several files, one after another: each is kept as soon as it is here.
async function queue(form, [field]) {
  const files = [...field.input.files];
  field.live.classList.add("visually-hidden");
  field.list.querySelectorAll("li:not([data-waiting])").forEach((item) => item.remove());
  let kept = 0;
  for (const file of files) {
    forget(field, file);
    const over = overLimit(form, field, file);
    if (over) { rowOf(field.list, file).end("refused", over); continue; }
    field.live.textContent = `开始上传 ${file.name}`;
    const keep = async (token, row) => {
      const body = new FormData(form);
      body.delete(field.name);
      body.set("csrfmiddlewaretoken", csrf()); // another window may have signed in anew
      body.set(`${field.name}-token`, token);
      await ask("POST", form.action || location.href, { body, signal: row.signal });
    };
    const { token } = await sendShown(field.list, file, field.place, keep);
    if (token) { kept += 1; await showKept(); }
  }
  const left = files.length - kept;
  field.live.textContent = left ? `${kept} 份已保存，${left} 份没有成功。` : `${kept} 份已全部保存。`;
  // The secrecy tick is asked for each set anew (R-CON-09).
  if (!left) form.reset();
}

// The list of the page as the server now shows it.
async function showKept() {
  const response = await fetch(location.href, { credentials: "same-origin" }).catch(() => null);
  if (!response?.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  document.querySelectorAll("[data-upload-kept]").forEach((old, place) => {
    const fresh = page.querySelectorAll("[data-upload-kept]")[place];
    if (fresh) old.replaceChildren(...fresh.childNodes);
  });
}

new Set([...document.querySelectorAll("[data-upload]")].map((place) => place.closest("form"))).forEach((form) => form && wire(form));
