// A ticket's page with JavaScript: who else is here, drafts kept, keys, the closing by one key, articles read aside.

import { inBrowser } from "./storage.js";

const PRESENCE_MS = 15_000;
const TYPING_MS = 20_000;
const DRAFT_MS = 2_000;
const DAY_MS = 24 * 60 * 60 * 1000;
const LETTERS = "letters of the desk are off";

const head = document.querySelector("[data-ticket]");
const { ticket, version, token } = head.dataset;
let typedAt = -Infinity;

for (const hint of document.querySelectorAll("[data-keys]")) hint.hidden = false;
for (const form of document.querySelectorAll("form[data-write]")) keepDraft(form);
followPresence();
followKeys();
followClosing();
followUndo();
followPreviews();

function followPresence() {
  tellPresence();
  setInterval(() => { if (!document.hidden) tellPresence(); }, PRESENCE_MS);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) tellPresence(); });
  addEventListener("pagehide", () => navigator.sendBeacon(head.dataset.gone, fields({})));
}

async function tellPresence() {
  const typing = performance.now() - typedAt < TYPING_MS ? { typing: "1" } : {};
  try {
    const response = await fetch(head.dataset.presence, { method: "POST", body: fields({ version, ...typing }), headers: { Accept: "application/json" } });
    if (response.ok) showPresence(await response.json());
  } catch { /* The network is away for a moment: the next round will tell. */ }
}

function showPresence(there) {
  const others = head.querySelector("[data-others]");
  const { typingOne, lookingOne } = others.dataset;
  const said = [...there.typing.map((name) => typingOne.replace("%s", name)), ...there.looking.map((name) => lookingOne.replace("%s", name))].join(", ");
  if (others.textContent.trim() !== said) others.textContent = said;
  const news = head.querySelector("[data-news]");
  if (there.news && news.hidden) {
    news.hidden = false;
    news.setAttribute("role", "alert");
  }
}

function keepDraft(form) {
  const text = form.elements.body;
  const key = `draft ${ticket} ${form.dataset.write}`;
  const kept = inBrowser.read(key);
  const arrived = kept?.sent && (text.value || location.hash === "#_last");
  if (arrived || (kept && Date.now() - kept.at > DAY_MS)) inBrowser.write(key, null);
  else if (kept && !kept.saved && kept.body && text.value === text.defaultValue) restore(text, kept.body);
  let timer = 0;
  text.addEventListener("input", () => {
    typedAt = performance.now();
    inBrowser.write(key, { body: text.value });
    clearTimeout(timer);
    timer = setTimeout(() => save(form, key), DRAFT_MS);
  });
  form.addEventListener("submit", () => {
    clearTimeout(timer);
    inBrowser.write(key, { body: text.value, sent: true });
  });
}

function restore(text, body) {
  text.value = body;
  text.closest("details")?.setAttribute("open", "");
  text.dispatchEvent(new Event("input", { bubbles: true }));
}

async function save(form, key) {
  const body = form.elements.body.value;
  try {
    const response = await fetch(head.dataset.drafts, { method: "POST", body: fields({ form: form.dataset.write, body, version }), headers: { Accept: "application/json" } });
    if (!response.ok) return;
    if (!inBrowser.read(key)?.sent && form.elements.body.value === body) inBrowser.write(key, { body, saved: true });
    advise(form, await response.json());
  } catch { /* What is typed stays in this browser. */ }
}

function advise(form, { manners, warning }) {
  for (const line of form.querySelectorAll("[data-manner]")) {
    const met = Boolean(manners[line.dataset.manner]);
    line.dataset.met = met ? "yes" : "no";
    line.querySelector("[data-said]").textContent = `: ${met ? line.parentElement.dataset.yes : line.parentElement.dataset.no}`;
  }
  const shown = form.querySelector("[data-warning]");
  if (!shown) return;
  shown.querySelector("span").textContent = warning;
  shown.hidden = !warning;
}

function followKeys() {
  const help = document.getElementById("_keys");
  const switchLetters = help.querySelector("[data-letters]");
  switchLetters.checked = !inBrowser.read(LETTERS);
  switchLetters.addEventListener("change", () => inBrowser.write(LETTERS, switchLetters.checked ? null : {}));
  const openHelp = () => { if (!help.open) help.showModal(); };
  document.querySelector("[data-help]").addEventListener("click", openHelp);
  const acts = {
    KeyR: () => focus("#_body"),
    KeyN: () => focus("[data-note]", "#_note"),
    KeyA: () => document.querySelector("[data-take]")?.requestSubmit(document.querySelector("[data-take] button")),
    KeyE: () => focus("#_c_level", "#_c_level select"),
    KeyC: () => focus("[data-closing]", "[data-closing] .outcomes button") || focus("[data-concluding] .outcomes button"),
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !switchLetters.checked) return;
    if (event.target.closest("input, textarea, select, [contenteditable]") || document.querySelector("dialog[open]")) return;
    const act = event.key === "?" ? openHelp : event.key === "/" ? () => focus("[data-inserter] [data-find]") : event.shiftKey ? null : acts[event.code];
    if (!act) return;
    event.preventDefault();
    act();
  });
  document.addEventListener("keydown", (event) => {
    const form = event.target.closest?.("[data-note] form");
    if (form && event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit(form.querySelector("button:not([name])"));
  });
}

function focus(selector, inner = "") {
  const element = document.querySelector(selector);
  if (!element) return false;
  if (element.tagName === "DETAILS") element.open = true;
  const target = inner ? document.querySelector(inner) : element;
  target?.focus();
  return Boolean(target);
}

function followClosing() {
  for (const box of document.querySelectorAll("[data-closing], [data-concluding]")) {
    box.addEventListener("keydown", (event) => {
      if (event.target.matches("input") || event.ctrlKey || event.metaKey || event.altKey) return;
      const button = box.querySelector(`button[data-key="${CSS.escape(event.key)}"]`);
      if (!button) return;
      event.preventDefault();
      button.click();
    });
  }
}

function followUndo() {
  const undo = document.querySelector("[data-undo]");
  if (undo) setTimeout(() => undo.remove(), Number(undo.dataset.undo) * 1000);
}

function followPreviews() {
  const reader = document.getElementById("_preview");
  if (!reader) return;
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-preview]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    openPreview(reader, link);
  });
  reader.querySelector("[data-close]").addEventListener("click", () => reader.close());
  reader.addEventListener("click", (event) => { if (event.target === reader) reader.close(); });
  reader.addEventListener("submit", (event) => flag(reader, event));
  document.addEventListener("selectionchange", () => quote(reader));
}

async function openPreview(reader, link) {
  const address = new URL(link.href);
  const anchor = decodeURIComponent(address.hash.slice(1));
  address.hash = "";
  address.searchParams.set("part", "1");
  try {
    const response = await fetch(address);
    if (!response.ok) throw new Error(response.statusText);
    show(reader, await response.text());
    reader.showModal();
    const part = anchor && [...reader.querySelectorAll(".prose [id]")].find((element) => element.id === anchor);
    reader.querySelector("h1").focus();
    part?.scrollIntoView();
  } catch {
    location.assign(link.href);
  }
}

function show(reader, html) {
  const article = new DOMParser().parseFromString(html, "text/html").querySelector("[data-previewed]");
  for (const link of article.querySelectorAll("a[href]:not([href^='#'])")) link.target = "_blank";
  reader.querySelector("[data-reader]").replaceChildren(document.adoptNode(article));
}

function quote(reader) {
  const selection = getSelection();
  const text = selection.toString().trim();
  const prose = reader.querySelector("[data-quotable]");
  if (!text || !prose?.contains(selection.anchorNode)) return;
  reader.querySelector("[name=quote]").value = text.slice(0, 1000);
  reader.querySelector("[data-flagging]").open = true;
}

async function flag(reader, event) {
  if (!event.target.closest("[data-flagging]")) return;
  event.preventDefault();
  const response = await fetch(event.target.action, { method: "POST", body: new URLSearchParams(new FormData(event.target)) });
  show(reader, await response.text());
  (reader.querySelector("[aria-invalid=true], [role=status]") ?? reader.querySelector("h1")).scrollIntoView({ block: "center" });
}

function fields(values) {
  return new URLSearchParams({ csrf_token: token, ...values });
}
