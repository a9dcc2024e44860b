// Keeps what is typed into a reply while its page is open in this tab, until the conversation shows it.

const form = document.querySelector("form[data-reply-draft]");
if (form) keep(form.elements.body);

function keep(field) {
  const key = `reply ${location.pathname}`;
  const sent = [...document.querySelectorAll(".conversation .text")].at(-1)?.textContent ?? "";
  const draft = stored(key);
  if (draft && same(draft, sent)) store(key, "");
  else if (draft && !field.value) field.value = draft;
  field.addEventListener("input", () => store(key, field.value));
}

function same(one, other) {
  const words = (text) => text.split(/\s+/).filter(Boolean).join(" ");
  return words(one) === words(other);
}

function stored(key) {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

function store(key, text) {
  try {
    if (text) sessionStorage.setItem(key, text);
    else sessionStorage.removeItem(key);
  } catch { /* Storage may be forbidden: then there is no draft. */ }
}
