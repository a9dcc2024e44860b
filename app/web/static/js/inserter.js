// Writing with JavaScript: "/" or Ctrl+K finds an article, "@" a colleague, and puts them where the caret is.

import { buildArticle, buildOption, combobox } from "./combobox.js";

const MOST_PEOPLE = 8;

for (const form of document.querySelectorAll("form[data-write]")) {
  findArticles(form);
  findPeople(form);
}
document.addEventListener("click", (event) => {
  const button = event.target.closest("button[name=insert], button[name=unlink], button[name=template]");
  const form = button?.form;
  if (!form?.matches("[data-write]")) return;
  event.preventDefault();
  if (button.name === "template") take(button, form);
  else compose(form, { [button.name]: button.value, shape: shapeOf(form) });
});

function findArticles(form) {
  const box = form.querySelector("[data-inserter]");
  const input = box.querySelector("[data-find]");
  for (const plain of box.querySelectorAll("[data-plain]")) plain.hidden = true;
  const close = combobox(input, {
    look: async (query, signal) => {
      const address = new URL(box.dataset.inserter, location.href);
      address.searchParams.set("q", query);
      const response = await fetch(address, { signal, headers: { Accept: "application/json" } });
      if (!response.ok) throw new Error(response.statusText);
      const { articles, status } = await response.json();
      return { options: articles.map((article) => buildArticle(article, box.dataset)), status };
    },
    choose: (option, event) => {
      const shape = event.shiftKey ? "title" : event.altKey ? "quote" : shapeOf(form);
      input.value = "";
      return compose(form, { insert: option.dataset.key, shape });
    },
    leave: () => form.elements.body.focus(),
  });
  summon(form, input, (text, key) => key === "/" && startsLine(text));
  input.addEventListener("keydown", (event) => {
    if (event.key === "/" && !input.value) giveBack(event, form, "/", close);
  });
  document.addEventListener("keydown", (event) => {
    if (event.code !== "KeyK" || !(event.ctrlKey || event.metaKey)) return;
    const writing = document.activeElement?.closest("form[data-write]") ?? document.querySelector("form[data-write]");
    if (writing !== form) return;
    event.preventDefault();
    input.focus();
  });
}

function findPeople(form) {
  const box = form.querySelector("[data-mentions]");
  if (!box) return;
  box.hidden = false;
  const names = [...box.querySelectorAll("li")].map((item) => item.textContent);
  const input = box.querySelector("[data-find]");
  const close = combobox(input, {
    least: 0,
    look: (query) => {
      const wanted = query.toLowerCase();
      const fitting = names.filter((name) => name.toLowerCase().split(" ").some((part) => part.startsWith(wanted)));
      return { options: fitting.slice(0, MOST_PEOPLE).map(buildPerson), status: "" };
    },
    choose: (option) => {
      input.value = "";
      write(form, `@${option.dataset.key} `);
    },
    leave: () => {
      if (input.value) write(form, `@${input.value}`);
      input.value = "";
      form.elements.body.focus();
    },
  });
  summon(form, input, (text, key) => key === "@" && startsWord(text));
  input.addEventListener("keydown", (event) => {
    if (event.key === "@" && !input.value) giveBack(event, form, "@", close);
  });
}

// A key at the right place of the text leads to the box; the same key again, in the empty box, is just itself.
function summon(form, input, isCalled) {
  const text = form.elements.body;
  text.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !isCalled(text, event.key)) return;
    event.preventDefault();
    input.focus();
  });
}

function giveBack(event, form, letter, close) {
  event.preventDefault();
  close();
  write(form, letter);
}

function startsLine(text) {
  const at = text.selectionStart;
  return at === text.selectionEnd && (at === 0 || text.value[at - 1] === "\n");
}

function startsWord(text) {
  const at = text.selectionStart;
  return at === text.selectionEnd && (at === 0 || /\s/.test(text.value[at - 1]));
}

async function compose(form, wish) {
  const box = form.querySelector("[data-inserter]");
  const body = new URLSearchParams({ csrf_token: form.elements.csrf_token.value, form: box.dataset.form, ...wish });
  try {
    const response = await fetch(box.dataset.composition, { method: "POST", body, headers: { Accept: "application/json" } });
    if (!response.ok) throw new Error(response.statusText);
    const { text, chips } = await response.json();
    showChips(chips);
    if (text) write(form, text);
    else form.querySelector("[data-chips] button")?.focus();
  } catch {
    box.querySelector("[data-failed]").hidden = false;
  }
}

function showChips(html) {
  const chips = document.querySelector("[data-chips]");
  if (!chips) return;
  const fresh = new DOMParser().parseFromString(`<ul>${html}</ul>`, "text/html").querySelector("ul");
  chips.replaceChildren(...[...fresh.children].map((item) => document.adoptNode(item)));
}

function take(button, form) {
  button.closest("details").open = false;
  write(form, button.dataset.text);
}

function write(form, piece) {
  const text = form.elements.body;
  form.closest("details")?.setAttribute("open", "");
  text.focus();
  text.setRangeText(piece, text.selectionStart, text.selectionEnd, "end");
  text.dispatchEvent(new Event("input", { bubbles: true }));
}

function shapeOf(form) {
  return form.querySelector("[data-shape]").value;
}

function buildPerson(name) {
  const option = buildOption(name);
  option.append(name);
  return option;
}
