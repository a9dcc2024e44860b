// The toolbar over the text (ARIA toolbar pattern), its keys, and lists that go on with Enter.

import { block, chosen, prefix, put, wrap } from "./editor-text.js";

const HEADING = /^#{1,6}\s+/;
const LIST = /^\s*(?:[-*+]|\d+[.)])\s+/;
const ITEM = /^(\s*)([-*+]|(\d+)([.)]))(\s+)(.*)$/;
const KEYS = { KeyB: "bold", KeyI: "italic", KeyE: "code", KeyK: "link" };
const SHIFTED = { Digit7: "numbers", Digit8: "bullets" };
const ALTERNATE = { Digit2: "heading-2", Digit3: "heading-3" };

export function equip(form, text, { picture, link }) {
  const bar = form.querySelector("[data-toolbar]");
  const act = actions(text, bar.dataset, picture, link);
  bar.hidden = false;
  const tools = [...bar.querySelectorAll("[data-tool]")];
  tools.forEach((tool, number) => { tool.tabIndex = number ? -1 : 0; });
  bar.addEventListener("click", (event) => act[event.target.closest("[data-tool]")?.dataset.tool]?.());
  bar.addEventListener("keydown", (event) => rove(event, tools));
  text.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const name = nameOf(event);
    if (name) {
      event.preventDefault();
      act[name]();
    } else if (event.key === "Enter" && !event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey) goOn(event, text);
  });
}

function actions(text, samples, picture, link) {
  return {
    bold: () => wrap(text, "**", samples.bold),
    italic: () => wrap(text, "*", samples.italic),
    "heading-2": () => prefix(text, "## ", HEADING),
    "heading-3": () => prefix(text, "### ", HEADING),
    bullets: () => prefix(text, "- ", LIST),
    numbers: () => prefix(text, (number) => `${number + 1}. `, LIST),
    quote: () => prefix(text, "> ", /^>\s?/),
    code: () => (chosen(text).includes("\n") ? block(text, `\`\`\`\n${chosen(text)}\n\`\`\``) : wrap(text, "`", samples.code)),
    table: () => block(text, table(samples), samples.head),
    note: () => box(text, "note", samples.box),
    tip: () => box(text, "tip", samples.box),
    warning: () => box(text, "warning", samples.box),
    undo: () => undo(text, "undo"),
    redo: () => undo(text, "redo"),
    picture: () => picture(),
    link: () => link(),
  };
}

function table({ head, cell }) {
  return `| ${head} | ${head} |\n| --- | --- |\n| ${cell} | ${cell} |`;
}

function box(text, kind, sample) {
  const inner = chosen(text) || sample;
  block(text, `!!! ${kind}\n    ${inner.replaceAll("\n", "\n    ")}`, chosen(text) ? "" : inner);
}

function undo(text, command) {
  text.focus();
  document.execCommand(command);
}

function nameOf(event) {
  if (!(event.ctrlKey || event.metaKey)) return null;
  if (event.altKey) return ALTERNATE[event.code];
  return event.shiftKey ? SHIFTED[event.code] : KEYS[event.code];
}

function rove(event, tools) {
  const at = tools.indexOf(document.activeElement);
  const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tools.length - 1 }[event.key];
  if (next === undefined || at < 0) return;
  event.preventDefault();
  const tool = tools[(next + tools.length) % tools.length];
  for (const one of tools) one.tabIndex = one === tool ? 0 : -1;
  tool.focus();
}

// Enter in an item begins the next one; in an empty item it ends the list.
function goOn(event, text) {
  if (text.selectionStart !== text.selectionEnd) return;
  const start = text.value.lastIndexOf("\n", text.selectionStart - 1) + 1;
  const item = text.value.slice(start, text.selectionStart).match(ITEM);
  if (!item) return;
  event.preventDefault();
  const [, indent, mark, number, dot, gap, words] = item;
  if (words.trim()) put(text, `\n${indent}${number ? Number(number) + 1 + dot : mark}${gap}`);
  else put(text, "", start, text.selectionStart);
}
