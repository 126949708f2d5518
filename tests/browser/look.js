// What is wrong with the page as it stands: a list of sentences. `grave`: the impacts of axe that count; without, axe is not asked.
async (grave) => {
  const found = [];
  const root = document.documentElement;
  const name = (node) => {
    const own = node.id ? `#${node.id}` : [...node.classList].map((one) => `.${one}`).join("");
    return `<${node.tagName.toLowerCase()}${own}>`;
  };

  // The document itself never scrolls sideways; a table does, in its own box.
  if (root.scrollWidth > root.clientWidth) {
    const wide = [...document.body.querySelectorAll("*")].filter((node) => {
      if (node.getBoundingClientRect().right <= root.clientWidth + 1) return false;
      for (let up = node.parentElement; up && up !== document.body; up = up.parentElement) {
        if (getComputedStyle(up).overflowX !== "visible") return false;
      }
      return true;
    });
    found.push(`${root.scrollWidth} px wide: ${wide.slice(-3).map(name).join(" ")}`);
  }

  const heads = [...document.querySelectorAll("h1")].filter((one) => one.checkVisibility());
  if (heads.length !== 1) found.push(`${heads.length} h1`);
  if (!document.title.split("·")[0].trim()) found.push("no title");

  // Text on text. A glyph fills the middle of its line box, so only that is looked at; what is cut off does not count.
  const seen = (rect, node) => {
    let {left, right, top, bottom} = rect;
    const middle = (bottom - top) / 4;
    top += middle;
    bottom -= middle;
    for (let up = node; up && up !== root; up = up.parentElement) {
      const style = getComputedStyle(up);
      if (style.position === "fixed" || style.position === "sticky") return null; // lies over the page on purpose
      if (style.clipPath !== "none" || style.visibility === "hidden" || style.opacity === "0") return null;
      if (style.overflowX !== "visible" || style.overflowY !== "visible") {
        const box = up.getBoundingClientRect();
        left = Math.max(left, box.left);
        right = Math.min(right, box.right);
        top = Math.max(top, box.top);
        bottom = Math.min(bottom, box.bottom);
      }
    }
    return right - left > 3 && bottom - top > 3 ? {left, right, top, bottom} : null;
  };
  const boxes = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    if (!text.data.trim() || !text.parentElement.checkVisibility()) continue;
    if (["SCRIPT", "STYLE", "NOSCRIPT", "OPTION", "TEXTAREA"].includes(text.parentElement.tagName)) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const rect of range.getClientRects()) {
      const box = seen(rect, text.parentElement);
      if (box) boxes.push({...box, text});
    }
  }
  boxes.sort((one, other) => one.top - other.top);
  const pairs = new Set();
  boxes.forEach((one, at) => {
    for (let next = at + 1; next < boxes.length && boxes[next].top < one.bottom - 3; next += 1) {
      const other = boxes[next];
      if (other.text === one.text) continue;
      if (Math.min(one.right, other.right) - Math.max(one.left, other.left) > 3 && other.top < one.bottom - 3) {
        pairs.add(`${one.text.data.trim().slice(0, 12)} × ${other.text.data.trim().slice(0, 12)}`);
      }
    }
  });
  if (pairs.size) found.push(`text on text: ${[...pairs].slice(0, 3).join(" | ")}`);

  // On a phone what is pressed is high enough for a thumb. Links in running text may be lower.
  if (root.clientWidth < 500) {
    const low = [...document.querySelectorAll("button, .btn, select, summary, input:not([type=hidden], [type=checkbox], [type=radio])")]
      .filter((one) => one.checkVisibility() && !one.closest(".visually-hidden"))
      .filter((one) => one.getBoundingClientRect().height > 1 && one.getBoundingClientRect().height < 43.5);
    if (low.length) found.push(`${low.length} low for a thumb: ${[...new Set(low.map((one) => `${name(one)} ${Math.round(one.getBoundingClientRect().height)}`))].slice(0, 4).join(" ")}`);
  }

  if (!grave) return found;
  const options = {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], resultTypes: ["violations"]};
  for (const fault of (await axe.run(document, options)).violations) {
    if (!grave.includes(fault.impact)) continue;
    found.push(`${fault.id}: ${fault.nodes.slice(0, 3).map((node) => node.target.join(" ")).join(" | ")}`);
  }
  return found;
}
