// The votes of a sitting: one press records 同意 for every member not yet recorded, and the counts stand beside it.

const WORDS = { FOR: "同意", AGAINST: "反对", ABSTAINED: "弃权", RECUSED: "回避" };

function groupsOf(form) {
  const groups = new Map();
  form.querySelectorAll("input[type=radio][name^='vote_']").forEach((one) => groups.set(one.name, [...(groups.get(one.name) ?? []), one]));
  return [...groups.values()];
}

function wire(form) {
  const groups = groupsOf(form);
  const line = Object.assign(document.createElement("p"), { role: "status" });
  const press = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-sm", textContent: "全体出席成员同意" });
  const renew = () => {
    const cast = groups.map((group) => group.find((one) => one.checked)?.value).filter(Boolean);
    const said = Object.entries(WORDS).map(([value, word]) => [word, cast.filter((one) => one === value).length]).filter(([, count]) => count);
    line.textContent = [`已记录 ${cast.length} / ${groups.length} 家`, ...said.map(([word, count]) => `${word} ${count}`)].join("，");
    press.textContent = cast.length && cast.length < groups.length ? "其余出席成员同意" : "全体出席成员同意";
    press.hidden = cast.length === groups.length;
  };
  press.addEventListener("click", () => {
    for (const group of groups) if (!group.some((one) => one.checked)) group.find((one) => one.value === "FOR").checked = true;
    renew();
  });
  const box = Object.assign(document.createElement("div"), { className: "jb-votes" });
  box.append(press, line);
  groups[0][0].closest(".jb-field").before(box);
  form.addEventListener("change", renew);
  renew();
}

new Set([...document.querySelectorAll("input[type=radio][name^='vote_']")].map((one) => one.form)).forEach(wire);
