// Keeps what is typed into the ask form for a day, until the question has been sent.

const KEY = "draft of a question";
const SENT = "the draft is on its way";
const DAY_MS = 24 * 60 * 60 * 1000;
const FIELDS = ["subject", "body", "name", "email"];

const form = document.querySelector("form[data-draft]");
if (form) keep(form);
if (document.querySelector("[data-draft-sent]") && isOnItsWay()) {
  write(null);
  markSent(false);
}

function keep(form) {
  markSent(false);
  const draft = read();
  for (const name of FIELDS) {
    const field = form.elements[name];
    if (!field.value && draft[name]) field.value = draft[name];
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
  form.addEventListener("input", () => write(Object.fromEntries(FIELDS.map((name) => [name, form.elements[name].value]))));
  form.addEventListener("submit", () => markSent(true));
}

// The page of an older ticket, opened again, says nothing of what is being typed now.
function markSent(sent) {
  try {
    if (sent) sessionStorage.setItem(SENT, "yes");
    else sessionStorage.removeItem(SENT);
  } catch { /* Without storage there is no draft either. */ }
}

function isOnItsWay() {
  try {
    return sessionStorage.getItem(SENT) !== null;
  } catch {
    return false;
  }
}

function read() {
  try {
    const { saved, ...fields } = JSON.parse(localStorage.getItem(KEY)) ?? {};
    return Date.now() - saved < DAY_MS ? fields : {};
  } catch {
    return {};
  }
}

function write(fields) {
  try {
    if (fields) localStorage.setItem(KEY, JSON.stringify({ ...fields, saved: Date.now() }));
    else localStorage.removeItem(KEY);
  } catch { /* Storage may be forbidden: then there is no draft. */ }
}
