// Rows that are added and taken out on the spot. Without script the same buttons save and show the page again.

export function wireRows(form, changed) {
  form.addEventListener("click", (event) => {
    const add = event.target.closest("[data-add]");
    const remove = event.target.closest("[data-remove]");
    if (!add && !remove) return;
    event.preventDefault();
    if (add) addRow(form, add.dataset.add)?.querySelector("select, input:not([type=hidden]), textarea")?.focus();
    else toggle(remove.closest("tr"), !remove.closest("tr").classList.contains("is-removed"));
    changed();
  });
}

export function addRow(form, table) {
  const total = form.elements[`${table}-TOTAL_FORMS`];
  const template = form.querySelector(`[data-row-template="${table}"]`);
  if (!total || !template) return null;
  const holder = document.createElement("template");
  holder.innerHTML = template.innerHTML
    .replaceAll("__prefix__", total.value)
    .replaceAll("__number__", String(Number(total.value) + 1));
  const row = holder.content.querySelector("tr");
  form.querySelector(`[data-rows="${table}"] tbody`).append(row);
  total.value = String(Number(total.value) + 1);
  return row;
}

// A removed row stays in sight until the page is left, so that it can be taken back.
export function toggle(row, isRemoved) {
  const mark = row.querySelector("input[name$='-DELETE']");
  if (!mark) return;
  mark.value = isRemoved ? "on" : "";
  row.classList.toggle("is-removed", isRemoved);
  const button = row.querySelector("[data-remove]");
  button.firstChild.textContent = isRemoved ? "撤销删除" : "删除";
}

// Bring the tables to exactly these values: rows are added where they are missing, surplus ones are taken out.
export function fit(form, values) {
  for (const [name, value] of values) {
    const table = name.match(/^(\w+)-TOTAL_FORMS$/)?.[1];
    if (!table) continue;
    while (Number(form.elements[name].value) < Number(value)) if (!addRow(form, table)) break;
    form.querySelectorAll(`[data-rows="${table}"] tbody tr`).forEach((row, place) => {
      toggle(row, place >= Number(value) || values.get(`${table}-${place}-DELETE`) === "on");
    });
  }
}
