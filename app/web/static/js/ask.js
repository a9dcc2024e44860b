// Asking with JavaScript: fitting articles while typing, read inside the page; the chosen category's own fields.

const PAUSE_MS = 150; // with the answer's own time the list is there a quarter of a second after the last key
const LEAST_LETTERS = 3;

const form = document.querySelector("form[data-ask]");
const list = form.querySelector("[data-suggestions]");
const said = form.querySelector("[data-suggestions-said]");
const reader = document.getElementById("_reader");

let timer = 0;
let request = null;
let asked = "";

form.elements.suggested.value = "1"; // the server need not suggest once more before it takes the question
for (const name of ["subject", "body"]) {
  form.elements[name].addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(suggest, PAUSE_MS);
  });
}
document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-suggestion]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  read(link);
});
addEventListener("pageshow", suggest);
followCategory();
followReader();

async function suggest() {
  const text = `${form.elements.subject.value} ${form.elements.body.value}`.trim();
  if (text === asked) return;
  asked = text;
  request?.abort();
  if (text.length < LEAST_LETTERS) return show("");
  request = new AbortController();
  const body = new URLSearchParams(["csrf_token", "submission_key", "subject", "body"].map((name) => [name, form.elements[name].value]));
  list.setAttribute("aria-busy", "true");
  try {
    const response = await fetch(form.dataset.ask, { method: "POST", body, signal: request.signal });
    if (response.ok) show(await response.text());
  } catch (error) {
    if (error.name === "AbortError") return;
  }
  list.removeAttribute("aria-busy");
}

// Focus stays where it is: somebody may be in the list already when a later answer comes.
function show(html) {
  const answer = new DOMParser().parseFromString(html, "text/html");
  const fresh = answer.querySelector(".suggestions");
  const focused = list.contains(document.activeElement) ? document.activeElement.href : "";
  document.querySelector("[data-first-suggestions]")?.remove();
  list.replaceChildren(...(fresh ? [document.adoptNode(fresh)] : []));
  for (const note of list.querySelectorAll("[data-new-tab]")) note.remove();
  if (focused) focusSuggestion(focused);
  said.textContent = answer.querySelector("[data-count]")?.textContent ?? "";
}

async function read(link) {
  const address = new URL(link.href);
  const anchor = decodeURIComponent(address.hash.slice(1));
  address.hash = "";
  address.searchParams.set("part", "1");
  try {
    const response = await fetch(address);
    if (!response.ok) throw new Error(response.statusText);
    open(new DOMParser().parseFromString(await response.text(), "text/html").querySelector(".asked-article"), anchor);
    reader.addEventListener("close", () => comeBack(link.href), { once: true });
  } catch {
    globalThis.open(link.href, "_blank");
  }
}

function open(article, anchor) {
  const body = reader.querySelector("[data-reader]");
  for (const link of article.querySelectorAll(".prose a[href]:not([href^='#'])")) link.target = "_blank";
  body.replaceChildren(document.adoptNode(article));
  reader.querySelector("[data-reader-solved]").value = article.dataset.slug;
  reader.showModal();
  const part = [...body.querySelectorAll("[id]")].find((element) => element.id === anchor);
  body.scrollTop = 0;
  body.querySelector("#_reader_title").focus();
  part?.scrollIntoView();
  measure(article.dataset.reading);
}

// A later answer may have replaced the link meanwhile: the one to the same article takes the focus then.
function comeBack(href) {
  if (!list.contains(document.activeElement)) focusSuggestion(href);
}

function focusSuggestion(href) {
  const links = [...form.querySelectorAll("[data-suggestion]")];
  (links.find((link) => link.href === href) ?? links[0] ?? form.elements.body).focus();
}

function measure(address) {
  if (!address) return;
  const since = performance.now();
  const tell = () => navigator.sendBeacon(address, new URLSearchParams({ seconds: String(Math.round((performance.now() - since) / 1000)) }));
  reader.addEventListener("close", tell, { once: true });
  addEventListener("pagehide", () => { if (reader.open) tell(); }, { once: true });
}

function followReader() {
  reader.querySelector("[data-reader-close]").addEventListener("click", () => reader.close());
  reader.addEventListener("click", (event) => { if (event.target === reader) reader.close(); });
}

function followCategory() {
  const fields = form.querySelector("[data-fields]");
  if (!fields) return;
  form.querySelector("[data-show-fields]")?.remove();
  form.elements.category.addEventListener("change", () => {
    const own = [...form.querySelectorAll("template[data-fields-of]")].find((template) => template.dataset.fieldsOf === form.elements.category.value);
    fields.replaceChildren(...(own ? [own.content.cloneNode(true)] : []));
  });
}
