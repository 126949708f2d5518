// Somebody else saved this section. What only one of the two touched is joined at once; where both wrote in the same
// place a person decides on the page of comparison. `base`: what both began with; `sent`: what was sent last.

import { groupOf, plain, put } from "./bid-values.js";

// Answers whether everything could be joined; then the form shows it, and may be saved on top of the latest version.
export function join(form, base, sent, latest) {
  const mine = new Map([...form.elements].filter((one) => one.name in latest).map((one) => [one.name, one]));
  const theirNames = Object.keys(latest).filter((name) => !/(_FORMS|-DELETE)$/.test(name));
  // Another number of rows: places no longer tell which row is which.
  const rowNames = (names) => names.filter((name) => groupOf(name) !== name).sort().join();
  if (rowNames([...base.keys()].filter((name) => !/(_FORMS|-DELETE)$/.test(name))) !== rowNames(theirNames)) return false;
  const groups = new Map();
  for (const name of theirNames) {
    const group = groupOf(name);
    if (!groups.has(group)) groups.set(group, []);
    groups.get(group).push(name);
  }
  const taken = [];
  for (const names of groups.values()) {
    const now = (name) => { const one = mine.get(name); return one?.type === "checkbox" ? (one.checked ? "on" : "") : one?.value; };
    const isMine = names.some((name) => plain(now(name)) !== plain(base.get(name)));
    const isTheirs = names.some((name) => plain(latest[name]) !== plain(base.get(name)));
    const isOwn = sent && names.every((name) => plain(latest[name]) === plain(sent.get(name)));
    const isSame = names.every((name) => plain(latest[name]) === plain(now(name)));
    if (!isTheirs || isSame || isOwn) continue;
    if (isMine) return false;
    taken.push(...names);
  }
  taken.forEach((name) => put(mine.get(name), latest[name]));
  return true;
}
