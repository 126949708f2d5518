// Small helps that every page can do without: letter size, contrast, printing, closing menus, moving to the error summary.
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("jb-js");

  // Reading preferences stay on this device; a browser that forbids storage simply forgets them.
  const recall = (key) => { try { return localStorage.getItem("jb-" + key); } catch { return null; } };
  const remember = (key, value) => { try { localStorage.setItem("jb-" + key, value); } catch { /* forgotten */ } };
  const apply = (key, value) => {
    if (value && value !== "normal") root.dataset[key] = value; else delete root.dataset[key];
    document.querySelectorAll(`[data-set-${key}]`).forEach((button) => {
      const wanted = button.getAttribute(`data-set-${key}`);
      button.setAttribute("aria-pressed", String((root.dataset[key] || "normal") === wanted));
    });
  };
  // At once, before the first paint, so that enlarged text does not jump.
  ["size", "contrast"].forEach((key) => apply(key, recall(key)));

  document.addEventListener("DOMContentLoaded", () => {
    ["size", "contrast"].forEach((key) => apply(key, root.dataset[key]));
    const summary = document.querySelector("[data-focus-first]");
    if (summary) summary.focus();
  });

  document.addEventListener("click", (event) => {
    const size = event.target.closest("[data-set-size]");
    if (size) { remember("size", size.dataset.setSize); apply("size", size.dataset.setSize); }
    const contrast = event.target.closest("[data-set-contrast]");
    if (contrast) {
      const value = root.dataset.contrast === "high" ? "normal" : "high";
      remember("contrast", value);
      apply("contrast", value);
    }
    if (event.target.closest("[data-print]")) window.print();
    document.querySelectorAll("details.jb-menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  // One submission a press: a second click while the first is under way would only confuse (the server refuses it anyway).
  document.addEventListener("submit", (event) => {
    if (event.target.method !== "post") return;
    if (event.target.dataset.sent) { event.preventDefault(); return; }
    event.target.dataset.sent = "1";
    setTimeout(() => { delete event.target.dataset.sent; }, 4000);
  });

  // Filters take effect when a choice is made; without script the button does it.
  document.addEventListener("change", (event) => {
    const filters = event.target.closest("form[data-auto-submit]");
    if (filters && event.target.matches("select, input[type=checkbox], input[type=radio], input[type=date]")) filters.requestSubmit();
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    // Who stood inside what closes goes on from where it was opened.
    document.querySelectorAll("details.jb-menu[open]").forEach((menu) => {
      if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
      menu.open = false;
    });
    const drawer = document.getElementById("jb-drawer");
    if (drawer?.checked) { drawer.checked = false; drawer.focus(); }
  });

  // An explained refusal (409) or an error inside a panel is still worth showing.
  document.addEventListener("htmx:beforeSwap", (event) => {
    if ([403, 404, 409, 422].includes(event.detail.xhr.status)) { event.detail.shouldSwap = true; event.detail.isError = false; }
  });
})();
