// On a phone a row that is filled in stands as one line and opens by a press: a team of fifty is a list, not fifty forms.
// Without script every row is open. What is folded away is sent and saved like everything else.

import { labelOf, shown } from "./bid-values.js";

//: So few rows are as quick to read as their lines.
const FEW = 3;
const controls = (row) => [...row.querySelectorAll("select, textarea, input:not([type=hidden])")];
const hasFault = (row) => row.querySelector(".has-error, .jb-error, [aria-invalid], [data-meant]") !== null;

function said(row) {
  const total = row.querySelector("[data-total]")?.textContent;
  const filled = controls(row).filter((one) => one.value.trim() && (!total || one.tagName === "SELECT"));
  return [...filled.map(word), total && `合计 ${total} 万元`].filter(Boolean).join(" · ");
}

// A bare number says nothing: it stands behind the name of its column.
function word(control) {
  const value = shown(control, control.value).trim();
  return control.inputMode ? `${labelOf(control).replace(/^第 \d+ 行：/, "")} ${value}` : value;
}

function wire(row) {
  const cell = Object.assign(document.createElement("td"), { className: "jb-row-sum" });
  const press = Object.assign(document.createElement("button"), { type: "button" });
  press.addEventListener("click", () => fold(row, !row.classList.contains("is-folded")));
  cell.append(press);
  row.querySelector(".jb-row-out").before(cell);
  row.classList.add("has-sum");
  fold(row, !hasFault(row));
}

function fold(row, isFolded) {
  row.classList.toggle("is-folded", isFolded);
  row.querySelector(".jb-row-sum button").setAttribute("aria-expanded", String(!isFolded));
}

function open(hash) {
  const sought = document.getElementById(decodeURIComponent(hash.slice(1)));
  const row = sought?.closest("tr.is-folded");
  if (row) fold(row, false);
  return row ? sought : null;
}

// What the lines say, again: after typing, after a save that marked a cell, after somebody else's text was joined in.
export function renew(form) {
  form.querySelectorAll("tr.has-sum").forEach((row) => {
    const place = [...row.parentElement.children].indexOf(row) + 1;
    const words = `${place}. ${said(row) || "（未填写）"}`;
    const press = row.querySelector(".jb-row-sum button");
    if (press.textContent !== words) press.textContent = words;
    if (row.classList.contains("is-folded") && hasFault(row)) fold(row, false);
  });
}

export function wireFolds(form) {
  form.querySelectorAll("[data-rows] > tbody").forEach((body) => {
    const rows = [...body.children];
    if (rows.length > FEW) rows.filter((row) => row.querySelector(".jb-row-out") && said(row)).forEach(wire);
  });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href*='#']");
    if (link) open(link.hash);
  }, true);
  open(location.hash)?.scrollIntoView({ block: "center" });
  renew(form);
}
