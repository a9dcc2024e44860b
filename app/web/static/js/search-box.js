// Completes what is typed into a search box: the ARIA combobox pattern with a list below.

const PAUSE_MS = 120;
const LEAST_LETTERS = 2;
const LONGEST_SHOWN = 80;  // characters of what is in the field

for (const box of document.querySelectorAll("[data-search-box]")) complete(box);

function complete(box) {
  const form = box.querySelector("form");
  const input = box.querySelector("input[type=search]");
  const list = buildList(input);
  const status = buildStatus();
  box.append(list, status);
  Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id, "aria-haspopup": "listbox",
  }).forEach(([name, value]) => input.setAttribute(name, value));

  let asked = 0;
  let chosen = -1;
  let timer = 0;
  let request = null;

  input.addEventListener("input", () => {
    mark(-1);  // what was chosen answered other words
    const everything = list.lastElementChild;
    if (everything) everything.replaceWith(Object.assign(buildEverything(), { id: everything.id }));
    clearTimeout(timer);
    timer = setTimeout(suggest, PAUSE_MS);
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const act = { ArrowDown: () => move(1), ArrowUp: () => move(-1), Enter: follow, Escape: close }[event.key];
    if (act && act()) event.preventDefault();
  });
  input.addEventListener("focus", () => { if (input.value !== input.defaultValue && list.children.length) open(); });
  input.addEventListener("blur", close);
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) go(option);
  });

  async function suggest() {
    const text = input.value.trim();
    const number = ++asked;
    request?.abort();
    if (text.length < LEAST_LETTERS) return empty();
    request = new AbortController();
    try {
      const address = `${box.dataset.suggestions}?q=${encodeURIComponent(text)}`;
      const response = await fetch(address, { signal: request.signal, headers: { Accept: "application/json" } });
      if (!response.ok) throw new Error(response.statusText);
      const answer = await response.json();
      if (number === asked && document.activeElement === input) show(answer);
    } catch (error) {
      if (error.name !== "AbortError" && number === asked) empty();
    }
  }

  function show(answer) {
    const key = list.children[chosen]?.dataset.key;
    const options = [...answer.suggestions.map(buildOption), buildEverything()];
    options.forEach((option, number) => { option.id = `${list.id}_${number}`; });
    list.replaceChildren(...options);
    status.textContent = answer.status;
    open();
    mark(options.findIndex((option) => option.dataset.key === key));
  }

  function open() {
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    list.scrollIntoView({ block: "nearest" });
  }

  function close() {
    const was = !list.hidden;
    asked++;
    clearTimeout(timer);
    list.hidden = true;
    mark(-1);
    input.setAttribute("aria-expanded", "false");
    return was;
  }

  function empty() {
    list.replaceChildren();
    status.textContent = "";
    close();
  }

  function move(step) {
    if (!list.children.length) return false;
    if (list.hidden) open();
    const last = list.children.length - 1;
    mark(chosen + step > last ? -1 : chosen + step < -1 ? last : chosen + step);
    (list.children[chosen] ?? input).scrollIntoView({ block: "nearest" });
    return true;
  }

  function mark(number) {
    chosen = number;
    [...list.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === number)));
    const option = list.children[number];
    if (option) input.setAttribute("aria-activedescendant", option.id);
    else input.removeAttribute("aria-activedescendant");
  }

  function follow() {
    if (list.hidden || chosen < 0) return false;
    go(list.children[chosen]);
    return true;
  }

  function go(option) {
    if (option.dataset.url) location.assign(option.dataset.url);
    else form.requestSubmit();
  }

  // Always about what is in the field, also while the list still answers what was there before.
  function buildEverything() {
    const option = buildEmptyOption("search");
    option.classList.add("everything");
    option.dataset.key = "everything";
    const query = [...input.value.trim()].slice(0, LONGEST_SHOWN).join("");
    option.append(box.dataset.everything.replace("{}", () => query));
    return option;
  }
}

function buildList(input) {
  const list = document.createElement("ul");
  list.id = `${input.id}_list`;
  list.className = "completions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.getAttribute("aria-label") || input.labels[0]?.textContent || "");
  return list;
}

function buildStatus() {
  const status = document.createElement("p");
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  return status;
}

function buildOption(suggestion) {
  const option = buildEmptyOption(suggestion.icon);
  option.dataset.url = suggestion.url;
  option.dataset.key = suggestion.url.split("?")[0];  // what follows tells what was typed
  const text = document.createElement("span");
  for (const fragment of suggestion.title) text.append(fragment.matched ? buildMark(fragment.text) : fragment.text);
  option.append(text);
  return option;
}

function buildEmptyOption(icon) {
  const option = document.createElement("li");
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  const sprite = document.querySelector("[data-sprite]").dataset.sprite;
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${sprite}#${icon}`);
  svg.append(use);
  option.append(svg);
  return option;
}

function buildMark(text) {
  const mark = document.createElement("mark");
  mark.textContent = text;
  return mark;
}
