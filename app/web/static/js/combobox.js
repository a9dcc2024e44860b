// The ARIA combobox pattern with a list below, and the options for articles: for whoever puts one into a text.

const PAUSE_MS = 150;
const LEAST_LETTERS = 2;

// The best option is chosen from the start.
export function combobox(input, { look, choose, leave, least = LEAST_LETTERS }) {
  const list = Object.assign(document.createElement("ul"), { id: `${input.id}_list`, className: "completions", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.labels[0]?.textContent.trim() ?? "");
  const status = Object.assign(document.createElement("p"), { className: "visually-hidden" });
  status.setAttribute("role", "status");
  input.after(list, status);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id, "aria-haspopup": "listbox" })) input.setAttribute(name, value);
  let chosen = -1;
  let asked = 0;
  let timer = 0;
  let request = null;

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(suggest, least ? PAUSE_MS : 0);
  });
  input.addEventListener("focus", () => { if (!least || input.value) suggest(); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const act = { ArrowDown: () => mark(chosen + 1), ArrowUp: () => mark(chosen - 1), Enter: () => pick(list.children[chosen], event), Escape: go }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => pick(event.target.closest("[role=option]"), event));
  return close;

  async function suggest() {
    const query = input.value.trim();
    const number = ++asked;
    request?.abort();
    if (query.length < least) return close();
    request = new AbortController();
    try {
      const found = await look(query, request.signal);
      if (number === asked && document.activeElement === input) show(found);
    } catch (error) {
      if (error.name !== "AbortError") close();
    }
  }

  function show(found) {
    list.replaceChildren(...found.options);
    found.options.forEach((option, number) => { option.id = `${list.id}_${number}`; });
    status.textContent = found.status;
    list.hidden = !found.options.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    list.scrollIntoView({ block: "nearest" });
    mark(0);
  }

  function mark(number) {
    const options = [...list.children];
    chosen = options.length ? (number + options.length) % options.length : -1;
    options.forEach((option, i) => option.setAttribute("aria-selected", String(i === chosen)));
    if (options[chosen]) {
      input.setAttribute("aria-activedescendant", options[chosen].id);
      options[chosen].scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }

  function pick(option, event) {
    if (!option) return;
    close();
    choose(option, event);
  }

  function go() {
    close();
    leave();
  }

  function close() {
    asked++;
    clearTimeout(timer);
    list.replaceChildren();
    list.hidden = true;
    mark(-1);
    input.setAttribute("aria-expanded", "false");
  }
}

// An article or its part; `words` names its marks.
export function buildArticle(article, words) {
  const option = buildOption(article.key);
  const name = document.createElement("span");
  for (const fragment of article.title) name.append(fragment.matched ? Object.assign(document.createElement("mark"), { textContent: fragment.text }) : fragment.text);
  option.append(name);
  if (article.part) option.append(Object.assign(document.createElement("span"), { className: "hint", textContent: `› ${article.part}` }));
  if (article.hidden) option.append(Object.assign(document.createElement("span"), { className: "tag lock", textContent: words.hidden }));
  if (article.read) option.append(Object.assign(document.createElement("span"), { className: "tag", textContent: words.read }));
  return option;
}

export function buildOption(key) {
  const option = document.createElement("li");
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  option.dataset.key = key;
  return option;
}
