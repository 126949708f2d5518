// Rows of a form field (core/forms_rows.py): added and taken out on the spot, the sum below follows what is typed.

import { wireRows } from "./rows.js";

const numberIn = (control) => {
  const typed = control.value.normalize("NFKC").trim();
  return /^\d{1,6}$/.test(typed) ? Number(typed) : 0;
};

function renew(form) {
  form.querySelectorAll("[data-sum-of]").forEach((line) => {
    const cells = form.querySelectorAll(
      `[data-rows="${line.dataset.sumIn}"] tbody tr:not(.is-removed) [name$="-${line.dataset.sumOf}"]`,
    );
    const now = [...cells].reduce((sum, cell) => sum + numberIn(cell), 0);
    const to = Number(line.dataset.sumTo);
    const rest = now < to ? `，还差 ${to - now}` : now > to ? `，超出 ${now - to}` : "";
    const words = `合计 ${now} / ${to}${rest}`;
    if (line.textContent !== words) line.textContent = words;
    line.classList.toggle("is-open", now !== to);
  });
}

const forms = new Set([...document.querySelectorAll(".jb-rowset [data-rows]")].map((table) => table.closest("form")));
for (const form of forms) {
  wireRows(form, () => renew(form));
  form.addEventListener("input", () => renew(form));
  renew(form);
}
