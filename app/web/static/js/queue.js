// The queue with JavaScript: keys walk through the rows.

import { inBrowser } from "./storage.js";

const LETTERS = "letters of the desk are off";

const rows = [...document.querySelectorAll("[data-queue] > li")];
const links = rows.map((row) => row.querySelector("h2 a"));
const boxes = rows.map((row) => row.querySelector(".pick input"));
const many = document.querySelector("[data-many]");

followKeys();

function followKeys() {
  const help = document.getElementById("_keys");
  const switchLetters = help.querySelector("[data-letters]");
  switchLetters.checked = !inBrowser.read(LETTERS);
  switchLetters.addEventListener("change", () => inBrowser.write(LETTERS, switchLetters.checked ? null : {}));
  const openHelp = () => { if (!help.open) help.showModal(); };
  const opener = document.querySelector("[data-help]");
  opener.hidden = false;
  opener.addEventListener("click", openHelp);
  const acts = {
    KeyJ: () => walk(1),
    KeyK: () => walk(-1),
    KeyX: () => boxes[current()]?.click(),
    KeyR: () => open("#_body"),
    KeyE: () => open("#_escalation"),
    KeyA: take,
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !switchLetters.checked) return;
    if (event.target.closest("input:not([type=checkbox]), textarea, select, dialog[open]")) return;
    const act = event.key === "?" ? openHelp : event.key === "/" ? search : event.shiftKey ? null : acts[event.code];
    if (!act) return;
    event.preventDefault();
    act();
  });
}

function current() {
  return rows.findIndex((row) => row.contains(document.activeElement));
}

function walk(step) {
  const at = current();
  const next = at < 0 ? (step > 0 ? 0 : rows.length - 1) : at + step;
  links[next]?.focus();
  rows[next]?.scrollIntoView({ block: "nearest" });
}

function open(anchor) {
  const link = links[current()];
  if (link) location.assign(link.href + anchor);
}

function take() {
  const at = current();
  if (!boxes.some((box) => box.checked) && at >= 0) boxes[at].checked = true;
  if (boxes.some((box) => box.checked)) many.requestSubmit(many.querySelector("button[value='assign:me']"));
}

function search() {
  document.querySelector(".desk-search input").focus();
}
