// A box that finds while one types (core/forms_pick.py): the page's own address answers `?pick=<field>&word=<typed>`.
// WAI-ARIA combobox with a list: arrows move, Enter takes, Esc closes, then empties. Without this script the word goes
// with the form and the page comes back with what was found.

const PAUSE_MS = 200;
let count = 0;

function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  Object.entries(attributes).forEach(([name, value]) => node.setAttribute(name, value));
  node.append(...children);
  return node;
}

class Pick {
  constructor(root) {
    this.root = root;
    this.name = root.dataset.pick;
    this.several = "several" in root.dataset;
    this.box = root.querySelector("input[type=text]");
    this.asked = root.querySelector("input[type=hidden]");
    this.rows = root.querySelector(".jb-pick-rows");
    const id = `jb-pick-${++count}`;
    const label = this.box.labels[0]?.firstChild?.textContent.trim() || this.name;
    this.list = element("ul", { id, role: "listbox", class: "jb-pick-list", "aria-label": label, hidden: "" });
    this.say = element("p", { class: "visually-hidden", role: "status" });
    this.box.after(this.list);
    root.append(this.say);
    this.at = -1;
    const combobox = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id };
    Object.entries(combobox).forEach(([name, value]) => this.box.setAttribute(name, value));
    this.listen();
    const chosen = [...this.rows.querySelectorAll("input:checked")].filter((input) => input.value);
    chosen.forEach((input) => this.removable(input.closest(".jb-pick-row")));
    if (chosen.length) this.rows.querySelector("[data-pick-none]")?.remove(); // the button does it
  }

  listen() {
    const { box, list } = this;
    box.addEventListener("input", (event) => { if (!event.isComposing) this.soon(); });
    box.addEventListener("compositionend", () => this.soon());
    box.addEventListener("keydown", (event) => this.key(event));
    box.addEventListener("blur", () => this.close());
    // A list of the latest is worth having before a word is typed.
    if ("pickOpens" in box.dataset) box.addEventListener("click", () => { if (!box.value.trim() && !this.is_open) this.search(); });
    list.addEventListener("mousedown", (event) => event.preventDefault()); // the box keeps the focus
    list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.take(option);
    });
  }

  get options() { return [...this.list.querySelectorAll("[role=option]")]; }

  get is_open() { return !this.list.hidden; }

  key(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const word = this.box.value.trim();
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (this.is_open) this.move(event.key === "ArrowDown" ? 1 : -1); else this.search();
    } else if (event.key === "Enter" && (word || this.is_open)) {
      event.preventDefault(); // the form is not sent while a word waits for its answer
      const options = this.options;
      const chosen = this.is_open ? options[this.at] || (options.length === 1 && this.shown === word ? options[0] : null) : null;
      if (chosen) this.take(chosen); else this.search();
    } else if (event.key === "Escape" && (this.is_open || word)) {
      event.preventDefault();
      event.stopPropagation();
      if (this.is_open) this.close(); else this.empty();
    }
  }

  move(step) {
    const options = this.options;
    if (!options.length) return;
    const last = options.length - 1;
    const next = this.at + step;
    this.mark(next < 0 ? last : next > last ? 0 : next);
  }

  mark(place) {
    this.options.forEach((option, index) => option.setAttribute("aria-selected", String(index === place)));
    this.at = place;
    const option = this.options[place];
    if (!option) { this.box.removeAttribute("aria-activedescendant"); return; }
    this.box.setAttribute("aria-activedescendant", option.id);
    option.scrollIntoView({ block: "nearest" });
  }

  soon() {
    this.stop();
    if (!this.box.value.trim()) { this.close(); return; }
    this.timer = setTimeout(() => this.search(), PAUSE_MS);
  }

  stop() {
    clearTimeout(this.timer);
    this.request?.abort();
    this.request = null;
  }

  async search() {
    this.stop();
    const word = this.box.value.trim();
    const request = (this.request = new AbortController());
    const url = new URL(this.box.form.getAttribute("action") || location.href, location.href);
    url.searchParams.set("pick", this.name);
    url.searchParams.set("word", word);
    url.hash = "";
    try {
      const response = await fetch(url, { signal: request.signal, credentials: "same-origin", redirect: "error" });
      if (!response.ok) throw new Error(String(response.status));
      const text = await response.text();
      if (this.request === request) this.show(text, word);
    } catch {
      if (this.request !== request) return; // a later word is under way
      this.show('<li role="presentation" class="jb-muted" data-say>暂时查不到；可直接提交，由系统查找。</li>', "");
    }
  }

  show(text, word) {
    this.list.innerHTML = text; // our own server's markup, escaped there
    this.shown = word;
    this.options.forEach((option, index) => { option.id = `${this.list.id}-${index}`; });
    this.list.hidden = false;
    this.box.setAttribute("aria-expanded", "true");
    this.mark(-1);
    const found = this.options.length;
    const note = this.list.querySelector("[data-say]")?.textContent || "";
    this.say.textContent = found ? `找到 ${found} 个，用上下键选择。${note}` : note;
  }

  close() {
    this.stop();
    this.list.hidden = true;
    this.box.setAttribute("aria-expanded", "false");
    this.mark(-1);
  }

  empty() {
    this.box.value = "";
    this.asked.value = "";
    this.say.textContent = "";
  }

  take(option) {
    const { key } = option.dataset;
    const kept = this.several ? [...this.rows.querySelectorAll("input:checked")] : [];
    // What was offered and not taken goes; what was taken before stays where several may be.
    this.rows.querySelectorAll(".jb-pick-row").forEach((row) => {
      if (!kept.includes(row.querySelector("input"))) row.remove();
    });
    const title = option.querySelector("span").cloneNode(true);
    if (!kept.some((one) => one.value === key)) {
      const type = this.several ? "checkbox" : "radio";
      const input = element("input", { type, name: this.name, value: key });
      input.checked = true;
      const row = element("div", { class: "jb-pick-row" }, element("label", {}, input, title));
      this.rows.append(row);
      this.removable(row);
    }
    this.rows.hidden = false;
    this.close();
    this.empty();
    this.say.textContent = `已选择：${title.textContent}`;
    this.box.dispatchEvent(new Event("change", { bubbles: true }));
  }

  removable(row) {
    const name = row.querySelector("span").firstChild.textContent.trim();
    const button = element("button", { type: "button", class: "btn jb-pick-drop", "aria-label": `移除 ${name}` }, "移除");
    button.addEventListener("click", () => {
      row.remove();
      this.rows.hidden = !this.rows.querySelector(".jb-pick-row");
      this.say.textContent = `已移除：${name}`;
      this.box.focus();
      this.box.dispatchEvent(new Event("change", { bubbles: true }));
    });
    row.append(button);
  }
}

document.querySelectorAll("[data-pick]").forEach((root) => new Pick(root));
