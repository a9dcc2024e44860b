// The parts beside the text as tabs (ARIA tabs pattern); on a phone the text is one of them.

const WIDE = matchMedia("(min-width: 64rem)");

export function buildTabs(form) {
  const panels = [...form.querySelectorAll("[data-panel]")];
  const list = document.createElement("div");
  list.className = "editor-tabs";
  list.setAttribute("role", "tablist");
  list.setAttribute("aria-label", form.querySelector("[data-panel=preview]").dataset.name);
  const tabs = panels.map((panel) => buildTab(panel));
  list.append(...tabs);
  const bar = form.querySelector(".editor-views");
  bar.append(list);
  bar.classList.add("tabbed");
  form.querySelector("[data-grid]").classList.add("tabbed");
  list.addEventListener("click", (event) => {
    const tab = event.target.closest("[role=tab]");
    if (tab) select(tab.dataset.tab);
  });
  list.addEventListener("keydown", (event) => move(event));
  form.querySelector("[data-summary]")?.addEventListener("click", (event) => {
    const panel = document.querySelector(event.target.closest("a")?.hash || "_")?.closest("[data-panel]");
    if (panel) select(panel.dataset.panel);
  });
  WIDE.addEventListener("change", () => select(current()));
  const beside = form.querySelector("[data-panel=original]") ? "original" : "preview";
  select(form.querySelector("[data-panel=fields] [aria-invalid]") ? "fields" : WIDE.matches ? beside : "text");
  return { select, count };

  function current() {
    return tabs.find((tab) => tab.getAttribute("aria-selected") === "true").dataset.tab;
  }

  function select(name) {
    const shown = name === "text" && WIDE.matches ? "preview" : name;
    for (const tab of tabs) {
      const own = tab.dataset.tab === shown;
      tab.setAttribute("aria-selected", String(own));
      tab.tabIndex = own ? 0 : -1;
    }
    for (const panel of panels) {
      if (panel.dataset.panel === "text") panel.classList.toggle("away", shown !== "text");
      else panel.hidden = panel.dataset.panel !== shown;
    }
  }

  function move(event) {
    const there = tabs.filter((tab) => tab.offsetParent);
    const at = there.indexOf(document.activeElement);
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: there.length - 1 }[event.key];
    if (next === undefined || at < 0) return;
    event.preventDefault();
    const tab = there[(next + there.length) % there.length];
    select(tab.dataset.tab);
    tab.focus();
  }

  function count(name, number) {
    const place = tabs.find((tab) => tab.dataset.tab === name)?.querySelector(".number");
    if (place) place.textContent = number || "";
  }
}

function buildTab(panel) {
  const tab = Object.assign(document.createElement("button"), { type: "button", id: `_tab_${panel.dataset.panel}`, textContent: panel.dataset.name });
  tab.setAttribute("role", "tab");
  tab.dataset.tab = panel.dataset.panel;
  panel.id ||= `_panel_${panel.dataset.panel}`;
  tab.setAttribute("aria-controls", panel.id);
  panel.setAttribute("role", "tabpanel");
  panel.removeAttribute("aria-label");
  panel.setAttribute("aria-labelledby", tab.id);
  if (panel.dataset.panel !== "text") panel.tabIndex = 0;
  if ("count" in panel.dataset) {
    const number = panel.dataset.count === "0" ? "" : panel.dataset.count;
    tab.append(Object.assign(document.createElement("span"), { className: "number", textContent: number }));
  }
  return tab;
}
