// Reading and writing the values of a draft's form by the names of its controls.

const FRAME = new Set(["csrfmiddlewaretoken", "version", "seen", "then", "more", "remove"]);

// [name, value] of every control, ticks as "on" or "", in the order of the page.
export function pairs(form) {
  return [...form.elements]
    .filter((one) => one.name && !FRAME.has(one.name) && one.type !== "submit" && one.type !== "button")
    .map((one) => [one.name, one.type === "checkbox" ? (one.checked ? "on" : "") : one.value]);
}

export const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

// What is said, without what makes no difference to the server: blanks at the ends, commas in amounts.
export const plain = (value) => {
  const text = String(value ?? "").normalize("NFKC").trim().replace(/\r\n/g, "\n");
  return /^[\d,.\s]+$/.test(text) ? String(Number(text.replace(/[,\s]/g, ""))) : text;
};

export function put(control, value) {
  if (control.type === "checkbox") control.checked = value === "on";
  else control.value = value;
}

// The row a control stands in, else itself: what is decided together when two people wrote.
export const groupOf = (name) => name.match(/^(\w+-\d+)-/)?.[1] ?? name;

// "第 2 行：课题名称" for a person.
export function labelOf(control) {
  const label = control.labels?.[0]?.cloneNode(true);
  label?.querySelectorAll(".jb-must, .jb-may").forEach((mark) => mark.remove());
  const words = label?.textContent.replace(/\s+/g, " ").trim() || control.name;
  const row = control.name.match(/^\w+-(\d+)-/);
  return row ? `第 ${Number(row[1]) + 1} 行：${words}` : words;
}

export const shown = (control, value) =>
  control.tagName === "SELECT"
    ? [...control.options].find((one) => one.value === value)?.textContent ?? value
    : control.type === "checkbox" ? (value === "on" ? "已勾选" : "未勾选") : value;
