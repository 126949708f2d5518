// A long list of divisions becomes two short ones: first the prefecture, then the county. Without script the one
// grouped list stays as it is.
for (const select of document.querySelectorAll("select[data-divisions]")) {
  const groups = [...select.querySelectorAll("optgroup")];
  if (groups.length < 2) continue;
  const first = document.createElement("select");
  first.className = `${select.className} mb-2`;
  first.id = `${select.id}_area`;
  first.setAttribute("aria-label", select.dataset.divisions);
  first.append(new Option(select.options[0].textContent, ""), ...groups.map((group, at) => new Option(group.label, String(at))));
  const empty = select.querySelector("option[value='']");
  const show = (keep) => {
    const chosen = groups[Number(first.value)];
    const value = keep ? select.value : "";
    select.replaceChildren(empty, ...(first.value === "" ? [] : chosen.children.length ? [...chosen.children].map((one) => one.cloneNode(true)) : []));
    select.value = value;
    select.disabled = first.value === "";
  };
  const own = groups.findIndex((group) => [...group.children].some((one) => one.value === select.value && one.value));
  const before = select.value;
  if (own >= 0) first.value = String(own);
  show(true);
  if (own >= 0) select.value = before;
  first.addEventListener("change", () => { show(false); select.focus(); });
  select.before(first);
  const form = select.form;
  if (form) form.addEventListener("submit", () => { select.disabled = false; });
}
