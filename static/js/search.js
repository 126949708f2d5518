// "/" goes to the search box from anywhere at the desk, unless something is being typed.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const box = document.querySelector("#id_q[type=search]") || document.querySelector("#jb-search");
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});
