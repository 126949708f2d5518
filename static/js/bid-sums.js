// Sums, ratio, counters and questions beside the fields, as one types. The server says the same of what is saved.

const FEN = 1_000_000n;

// Fen of an amount typed in 万元, or null where it is none.
export function fenOf(text) {
  const plain = String(text ?? "").normalize("NFKC").replace(/[\s,]/g, "").replace(/万元?$/, "");
  const found = plain.match(/^(\d{1,12})(?:\.(\d{0,6}))?$/);
  return found ? BigInt(found[1]) * FEN + BigInt((found[2] || "").padEnd(6, "0")) : null;
}

const exact = (fen) => {
  const rest = String(fen % FEN).padStart(6, "0").replace(/0+$/, "");
  return String(fen / FEN) + (rest ? `.${rest}` : "");
};
const short = (fen) => {
  const cents = (fen + 5_000n) / 10_000n;
  const rest = String(cents % 100n).padStart(2, "0").replace(/0+$/, "");
  return (cents / 100n).toLocaleString("en-US") + (rest ? `.${rest}` : "");
};

const rowsOf = (table) => [...table.querySelectorAll("tbody tr:not(.is-removed)")];
const amountsIn = (row) => [...row.querySelectorAll("[data-wan]")].map((one) => [one, fenOf(one.value) ?? 0n]);
const total = (list) => list.reduce((sum, [, fen]) => sum + fen, 0n);

function grids(form) {
  form.querySelectorAll(".jb-cells--grid").forEach((table) => {
    const columns = new Map();
    let grand = 0n;
    rowsOf(table).forEach((row) => {
      const amounts = amountsIn(row);
      row.querySelector("[data-total]").textContent = short(total(amounts));
      amounts.forEach(([one, fen]) => columns.set(one.dataset.year, (columns.get(one.dataset.year) ?? 0n) + fen));
      grand += total(amounts);
    });
    table.querySelectorAll("[data-column]").forEach((cell) => { cell.textContent = short(columns.get(cell.dataset.column) ?? 0n); });
    table.querySelector("[data-grand]").textContent = short(grand);
  });
}

function sumline(form) {
  const line = form.querySelector("[data-sumline]");
  const table = form.querySelector("[data-rows=rows]");
  if (!line || !table) return;
  if (form.dataset.section === "milestones") {
    const now = rowsOf(table).reduce((sum, row) => {
      const typed = row.querySelector("[name$=fiscal_share_percent]").value.normalize("NFKC").trim();
      return sum + (/^\d{1,6}$/.test(typed) ? Number(typed) : 0);
    }, 0);
    const rest = now < 100 ? `，还差 ${100 - now}%` : now > 100 ? `，超出 ${now - 100}%` : "";
    line.textContent = `拨款比例合计 ${now}%${rest}。`;
    line.classList.toggle("is-open", now !== 100);
    return;
  }
  const isTask = form.dataset.section === "tasks";
  const now = rowsOf(table).reduce((sum, row) => sum + total(amountsIn(row)), 0n);
  const target = BigInt((isTask ? form.dataset.total : form.dataset.matching) || "0");
  const what = isTask ? "预算总额" : "预算中的地方配套";
  const isOpen = now !== target || (isTask && target === 0n);
  line.textContent = isTask && now === 0n && target === 0n
    ? "预算总额尚未填写；课题经费合计应与预算总额一致。"
    : now === target
    ? `合计 ${exact(now)} 万元，与${what}一致。`
    : `合计 ${exact(now)} 万元，${what} ${exact(target)} 万元，${now < target ? "还差" : "多出"} ${exact(now < target ? target - now : now - target)} 万元。`;
  line.classList.toggle("is-open", isOpen);
}

function ratio(form) {
  const line = form.querySelector("[data-ratio]");
  const table = form.querySelector("[data-rows=sources]");
  if (!line || !table) return;
  const of = (kind) => rowsOf(table)
    .filter((row) => row.querySelector("[name$='-source']").value === kind)
    .reduce((sum, row) => sum + total(amountsIn(row)), 0n);
  const percent = BigInt(form.dataset.percent || "0");
  const floor = String(Number(percent) / 100);
  const fiscal = of("FISCAL");
  const own = of("SELF") + (form.dataset.loans === "1" ? of("LOAN") : 0n);
  const least = (fiscal * percent + 99n) / 100n;
  const words = line.querySelector("span");
  const isMet = fiscal > 0n && own >= least;
  if (fiscal === 0n) {
    words.textContent = `尚未填写申请的自治区财政经费。企业自筹应不少于财政经费的 ${floor} 倍。`;
  } else {
    const shown = Math.floor((Number(own) / Number(fiscal)) * 100) / 100;
    const said = `企业自筹 ${exact(own)} 万元，财政 ${exact(fiscal)} 万元，比例 ${shown.toFixed(2)} : 1`;
    words.textContent = isMet
      ? `${said}，达到 ${floor} : 1 的要求。`
      : `${said}，低于 ${floor} : 1，还差 ${exact(least - own)} 万元。确有理由的可以提交并申请豁免。`;
  }
  line.classList.toggle("is-open", !isMet);
  line.querySelector("use")?.setAttribute("href", line.querySelector("use").getAttribute("href").replace(/#.*/, isMet ? "#check" : "#alert-triangle"));
}

// A typed amount that looks like 元: asked, never refused.
function questions(form, changed) {
  const cap = form.dataset.cap ? BigInt(form.dataset.cap) : 0n;
  form.querySelectorAll("[data-wan]").forEach((input) => {
    const place = input.closest("td") || input.closest(".jb-field");
    let asked = place.querySelector("[data-meant]");
    const fen = fenOf(input.value);
    if (!cap || fen === null || fen <= 50n * cap) { asked?.remove(); return; }
    const meant = exact(fen / 10_000n);
    if (asked?.dataset.meant === meant) return;
    asked?.remove();
    asked = document.createElement("p");
    asked.className = "jb-question";
    asked.dataset.meant = meant;
    asked.append(`单位是万元。是否想填 ${meant} 万元？`);
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = `改为 ${meant}`;
    button.addEventListener("click", () => { input.value = meant; input.focus(); asked.remove(); changed(); });
    asked.append(button);
    place.append(asked);
  });
}

function promises(form) {
  form.querySelectorAll("[data-target]").forEach((input) => {
    const line = input.closest(".jb-answer")?.querySelector("[data-meets]");
    if (!line) return;
    const typed = input.value.normalize("NFKC").trim();
    line.hidden = !typed;
    const [value, target] = [Number(typed), Number(input.dataset.target)];
    if (!/^-?\d+(\.\d+)?$/.test(typed)) { line.textContent = "承诺值应为数字。"; line.classList.remove("is-met"); return; }
    const isMet = { AT_LEAST: value >= target, AT_MOST: value <= target }[input.dataset.comparator] ?? value === target;
    line.textContent = isMet ? "达到榜单要求。" : "未达到榜单要求。";
    line.classList.toggle("is-met", isMet);
  });
}

function counters(form) {
  form.querySelectorAll("[data-limit]").forEach((control) => {
    const now = [...control.value.trim()].length;
    const limit = Number(control.dataset.limit);
    let line = control.parentElement.querySelector(".jb-counter");
    if (now < limit * 0.8) { line?.remove(); return; }
    if (!line) {
      line = document.createElement("p");
      line.className = "jb-counter";
      control.after(line);
    }
    line.textContent = now > limit ? `${now} / ${limit} 字，多 ${now - limit} 字` : `${now} / ${limit} 字`;
    line.classList.toggle("is-over", now > limit);
  });
}

export function refresh(form, changed) {
  grids(form);
  sumline(form);
  ratio(form);
  questions(form, changed);
  promises(form);
  counters(form);
}
