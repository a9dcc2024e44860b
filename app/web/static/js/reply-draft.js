// Keeps what is typed into a reply while its page is open in this tab, until the conversation shows it.

import { inTab } from "./storage.js";

const form = document.querySelector("form[data-reply-draft]");
if (form) keep(form.elements.body);

function keep(field) {
  const key = `reply ${location.pathname}`;
  const said = [...document.querySelectorAll(".conversation .text")].map((message) => words(message.textContent));
  const draft = inTab.read(key)?.body;
  if (draft && said.includes(words(draft))) inTab.write(key, null);
  else if (draft && !field.value) field.value = draft;
  field.addEventListener("input", () => inTab.write(key, field.value ? { body: field.value } : null));
}

function words(text) {
  return text.split(/\s+/).filter(Boolean).join(" ");
}
