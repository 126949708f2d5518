// Ticking a whole page at once; without this script rows are ticked one by one.
for (const all of document.querySelectorAll("[data-tick-all]")) {
  all.closest("label").hidden = false;
  const boxes = () => [...document.querySelectorAll(`input[name="${all.dataset.tickAll}"]`)];
  all.addEventListener("change", () => boxes().forEach((box) => { box.checked = all.checked; }));
  document.addEventListener("change", (event) => {
    if (!boxes().includes(event.target)) return;
    const ticked = boxes().filter((box) => box.checked).length;
    all.checked = ticked === boxes().length;
    all.indeterminate = ticked > 0 && !all.checked;
  });
}
