// Keeps what is typed into the ask form for a day, until the question has been sent or solved itself.
// Name and e-mail stay in this tab alone: another person may sit down at the same computer tomorrow.

import { inBrowser, inTab } from "./storage.js";

const KEY = "draft of a question";
const SENT = "the draft is on its way";
const DAY_MS = 24 * 60 * 60 * 1000;
const PERSONAL = ["email", "name"];
const LEFT_OUT = new Set(["csrf_token", "submission_key", "stamp", "suggested", "query", "search", "article", "consent", "consent_version", "website", "files", "kept", "listed", "show_fields", ""]);

const form = document.querySelector("form[data-draft]");
if (form) keep(form);
document.querySelector("[data-draft-end]")?.addEventListener("submit", () => mark(true));
if (document.querySelector("[data-draft-sent]") && inTab.read(SENT)) {
  for (const storage of [inBrowser, inTab]) storage.write(KEY, null);
  mark(false);
}

function keep(form) {
  mark(false);
  const draft = { ...fresh(inBrowser.read(KEY)), ...fresh(inTab.read(KEY)) };
  restore(form, draft, ([name]) => !name.startsWith("field_"));
  restore(form, draft, ([name]) => name.startsWith("field_"));
  form.addEventListener("input", () => save(form));
  form.addEventListener("submit", () => mark(true));
}

// The category brings its own fields: they are there once its change has been heard.
function restore(form, draft, wanted) {
  const untouched = !form.elements.subject.defaultValue || form.elements.subject.defaultValue === draft.subject;
  for (const [name, value] of Object.entries(draft).filter(wanted)) {
    const field = form.elements[name];
    if (!field || !value || (name === "kind" && !untouched)) continue;
    if (name !== "kind" && field.value) continue;
    field.value = value;
    const typed = field instanceof RadioNodeList ? null : field;
    typed?.dispatchEvent(new Event(typed.tagName === "SELECT" ? "change" : "input", { bubbles: true }));
  }
}

function save(form) {
  const typed = [...new Set([...form.elements].map((field) => field.name))].filter((name) => !LEFT_OUT.has(name));
  const values = (names) => Object.fromEntries(names.map((name) => [name, form.elements[name].value]));
  inBrowser.write(KEY, values(typed.filter((name) => !PERSONAL.includes(name))));
  inTab.write(KEY, values(typed.filter((name) => PERSONAL.includes(name))));
}

function fresh(draft) {
  const { at, ...fields } = draft ?? {};
  return Date.now() - at < DAY_MS ? fields : {};
}

// The page of an older ticket, opened again, says nothing of what is being typed now.
function mark(sent) {
  inTab.write(SENT, sent ? {} : null);
}
