// Keeps what is typed into the ask form for a day, each question by itself, until it has been sent or solved itself.
// Name and e-mail stay in this tab alone: another person may sit down at the same computer tomorrow.

import { inBrowser, inTab } from "./storage.js";

const KEY = "drafts of questions";
const SENT = "the draft is on its way";
const DAY_MS = 24 * 60 * 60 * 1000;
const PERSONAL = ["email", "name"];
const LEFT_OUT = new Set(["csrf_token", "submission_key", "stamp", "suggested", "query", "search", "article", "consent", "consent_version", "website", "files", "kept", "listed", "show_fields", ""]);
const LONGEST_NAME = 80; // characters of a question's text that stand for its subject

const form = document.querySelector("form[data-draft]");
if (form) keep(form);
if (document.querySelector("[data-draft-sent]") && inTab.read(SENT)) end(inTab.read(SENT).id);

function keep(form) {
  const isBack = location.pathname !== form.dataset.draft; // from the server, with all that was sent
  const own = (isBack && inTab.read(SENT)) || begin(form, isBack);
  inTab.write(SENT, null); // the page of an older ticket, opened again, says nothing of what is being typed now
  if (!isBack) restoreAll(form, { ...own.fields, ...personal() });
  offerOthers(own.id);
  form.addEventListener("input", () => save(form, own));
  for (const sent of [form, document.querySelector("[data-draft-end]")]) sent.addEventListener("submit", () => inTab.write(SENT, { ...own, fields: {} }));
}

function begin(form, isBack) {
  const subject = form.elements.subject.defaultValue;
  const address = isBack ? form.dataset.draft : location.pathname + location.search;
  return { id: String(Date.now()), address, began: subject, ...(isBack ? {} : draftOf(subject)) };
}

// The question that the address names goes on, or is a new one; without a name the latest goes on.
function draftOf(subject) {
  return drafts().find((one) => !subject || [one.began, one.fields.subject].some((known) => isSame(known, subject)));
}

function isSame(one, other) {
  return one?.trim().toLowerCase() === other.trim().toLowerCase();
}

// The category brings its own fields: they are there once its change has been heard.
function restoreAll(form, draft) {
  restore(form, draft, ([name]) => !name.startsWith("field_"));
  restore(form, draft, ([name]) => name.startsWith("field_"));
}

function restore(form, draft, wanted) {
  for (const [name, value] of Object.entries(draft).filter(wanted)) {
    const field = form.elements[name];
    if (!field || !value) continue;
    field.value = value;
    const typed = field instanceof RadioNodeList ? null : field;
    typed?.dispatchEvent(new Event(typed.tagName === "SELECT" ? "change" : "input", { bubbles: true }));
  }
}

function save(form, own) {
  const typed = [...new Set([...form.elements].map((field) => field.name))].filter((name) => !LEFT_OUT.has(name));
  const values = (names) => Object.fromEntries(names.map((name) => [name, form.elements[name].value]));
  put({ ...own, fields: values(typed.filter((name) => !PERSONAL.includes(name))) });
  inTab.write(KEY, values(typed.filter((name) => PERSONAL.includes(name))));
}

function offerOthers(id) {
  const template = document.querySelector("template[data-draft-offer]");
  for (const draft of drafts().filter((one) => one.id !== id && (one.fields.body || !isSame(one.began, one.fields.subject)))) {
    const offer = template.content.firstElementChild.cloneNode(true);
    offer.querySelector("[data-draft-name]").textContent = nameOf(draft.fields);
    const back = offer.querySelector("[data-draft-back]");
    back.href = draft.address;
    back.addEventListener("click", () => put(draft));
    offer.querySelector("[data-draft-drop]").addEventListener("click", () => {
      forget(draft.id);
      const next = [offer.nextElementSibling, offer.previousElementSibling].find((one) => one?.matches("[data-draft-other]"));
      offer.remove();
      (next?.querySelector("[data-draft-back]") ?? Object.assign(document.querySelector("main h1"), { tabIndex: -1 })).focus();
    });
    template.before(offer);
  }
}

function nameOf({ subject, body }) {
  const start = [...body].slice(0, LONGEST_NAME).join("");
  return subject || (start === body ? body : `${start}…`);
}

// The drafts, the latest first.
function drafts() {
  return (inBrowser.read(KEY)?.drafts ?? []).filter((one) => Date.now() - one.at < DAY_MS);
}

function put(draft) {
  write([{ ...draft, at: Date.now() }, ...drafts().filter((one) => one.id !== draft.id)]);
}

function forget(id) {
  write(drafts().filter((one) => one.id !== id));
}

function end(id) {
  forget(id);
  for (const key of [KEY, SENT]) inTab.write(key, null);
}

function write(kept) {
  inBrowser.write(KEY, kept.length ? { drafts: kept } : null);
}

function personal() {
  const { at, ...fields } = inTab.read(KEY) ?? {};
  return Date.now() - at < DAY_MS ? fields : {};
}
