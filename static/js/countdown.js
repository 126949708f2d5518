// The time that is left, by the server's clock: the page brings the server's time, performance.now() carries it on, and a
// light question now and then corrects it. The clock of the device never decides; it only tells that the device slept.
const MINUTE = 60_000, HOUR = 60 * MINUTE, DAY = 24 * HOUR;
const TONES = [[0, "is-over"], [HOUR, "is-hour"], [DAY, "is-day"], [3 * DAY, "is-days"]];
const served = Date.parse(document.body.dataset.now || "");

// The server read its clock after the request had begun. Counting from the beginning never shows time that is gone.
const visit = performance.getEntriesByType("navigation")[0];
let offset = served - (visit ? visit.requestStart : 0);
const now = () => offset + performance.now();

const targets = () => document.querySelectorAll("[data-end]");
const watched = () => document.querySelectorAll("[data-watch]");

export function words(left) {
  const ago = left <= 0, span = Math.abs(left), seconds = Math.floor(span / 1000);
  const days = Math.floor(seconds / 86400), hours = Math.floor(seconds % 86400 / 3600);
  const minutes = Math.floor(seconds % 3600 / 60), rest = seconds % 60;
  let text;
  if (days) text = `${days} 天` + (hours && days < 30 ? ` ${hours} 小时` : "");
  else if (hours) text = `${hours} 小时` + (minutes ? ` ${minutes} 分钟` : "");
  else if (!ago) text = `${minutes} 分 ${String(rest).padStart(2, "0")} 秒`;
  else text = minutes ? `${minutes} 分钟` : "不足 1 分钟";
  return (ago ? "已截止 " : "还剩 ") + text;
}

let region;
function announce(text) {
  if (!region) {
    region = document.createElement("div");
    region.className = "visually-hidden";
    region.setAttribute("role", "status");
    document.body.append(region);
  }
  region.textContent = text;
}

let timer, before;
function tick() {
  clearTimeout(timer);
  const at = now();
  let next = 30_000, nearest = Infinity;
  targets().forEach((element) => {
    const left = Date.parse(element.dataset.end) - at;
    element.textContent = words(left);
    TONES.forEach(([, name]) => element.classList.remove(name));
    const tone = TONES.find(([span]) => left <= span);
    if (tone) element.classList.add(tone[1]);
    // A second is worth showing in the last hour; else the next change is enough.
    if (left > 0 && left <= HOUR + MINUTE) next = Math.min(next, left % 1000 + 5);
    if (left > 0) nearest = Math.min(nearest, left);
  });
  watched().forEach((element) => {
    const over = element.querySelector("[data-over]");
    const isOver = Date.parse(element.dataset.deadline) <= at;
    // Nothing is switched off here: the server decides. The page only says what the end means.
    if (over && over.hidden === isOver) {
      over.hidden = !isOver;
      if (isOver) announce(over.textContent.trim());
    }
  });
  [HOUR, 10 * MINUTE].forEach((span) => {
    if (before > span && nearest <= span) announce(words(nearest));
  });
  before = nearest;
  if (targets().length || watched().length) timer = setTimeout(tick, Math.max(next, 50));
}

function tellMoved(element, found) {
  const old = Date.parse(element.dataset.deadline), deadline = Date.parse(found.deadline);
  if (Math.abs(old - deadline) < 500) return;
  document.querySelectorAll("[data-end]").forEach((one) => {
    if (Math.abs(Date.parse(one.dataset.end) - old) < 500) one.dataset.end = found.deadline;
  });
  document.querySelectorAll("time[datetime]").forEach((one) => {
    if (element.contains(one) || Math.abs(Date.parse(one.dateTime) - old) >= 500) return;
    one.dateTime = found.deadline;
    one.textContent = found.text;
  });
  element.dataset.deadline = found.deadline;
  const box = element.querySelector("[data-moved]");
  if (box && found.old) {
    box.querySelector("[data-moved-old]").textContent = found.old;
    box.querySelector("[data-moved-new]").textContent = found.text;
    box.querySelector("[data-moved-reason]").textContent = found.reason;
    box.querySelector("[data-moved-url]").href = found.url;
    box.hidden = false;
    announce(box.textContent.replace(/\s+/g, " ").trim());
  }
}

let asked = performance.now(), asking = false;
async function ask() {
  const url = document.body.dataset.nowUrl;
  if (!url || asking || !(targets().length || watched().length)) return;
  asking = true;
  const codes = new Set([...watched()].map((element) => element.dataset.watch));
  const query = new URLSearchParams([...codes].map((code) => ["code", code]));
  const began = asked = performance.now();
  try {
    // Without the cookie: asking for the time must not keep an idle session alive.
    const answer = await fetch(`${url}?${query}`, { credentials: "omit", cache: "no-store" });
    if (!answer.ok) return;
    const found = await answer.json();
    if (performance.now() - began < 5000) offset = Date.parse(found.now) - began;
    watched().forEach((element) => {
      if (found.challenges[element.dataset.watch]) tellMoved(element, found.challenges[element.dataset.watch]);
    });
    tick();
  } catch { /* offline: the clock goes on by itself */ } finally { asking = false; }
}

// At most once a minute, and only while somebody looks.
const due = () => document.visibilityState === "visible" && performance.now() - asked >= MINUTE;
let wall = Date.now() - performance.now();
setInterval(() => {
  // Where the device's clock jumps against the monotonic one, it slept or was set: ask again.
  const drift = Date.now() - performance.now() - wall;
  wall += drift;
  if (due() || (Math.abs(drift) > 2000 && document.visibilityState === "visible")) ask();
}, 5000);
document.addEventListener("visibilitychange", () => { if (due()) ask(); });
window.addEventListener("focus", () => { if (due()) ask(); });
// A page out of the browser's memory brings an old time with it.
window.addEventListener("pageshow", (event) => {
  if (event.persisted || (visit && visit.type === "back_forward")) ask();
});
document.addEventListener("htmx:afterSwap", tick);

if (Number.isFinite(served)) tick();
