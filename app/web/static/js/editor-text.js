// Changing what is typed so that the browser's own undo goes on working.

export function put(text, piece, start = text.selectionStart, end = text.selectionEnd) {
  text.focus();
  text.setSelectionRange(start, end);
  const done = piece ? document.execCommand("insertText", false, piece) : start === end || document.execCommand("delete");
  if (done) return;
  text.setRangeText(piece, start, end, "end");
  text.dispatchEvent(new Event("input", { bubbles: true }));
}

// Marks around the selection, or away from it where they are there.
export function wrap(text, mark, sample) {
  const { selectionStart: start, selectionEnd: end, value } = text;
  const chosen = value.slice(start, end);
  const outside = value.slice(start - mark.length, start) === mark && value.slice(end, end + mark.length) === mark;
  if (outside && chosen) {
    put(text, chosen, start - mark.length, end + mark.length);
    text.setSelectionRange(start - mark.length, end - mark.length);
    return;
  }
  const inner = chosen || sample;
  put(text, mark + inner + mark);
  text.setSelectionRange(start + mark.length, start + mark.length + inner.length);
}

// A mark before each chosen line; `strip` matches marks of the same family, which it replaces.
export function prefix(text, mark, strip) {
  const [start, end] = lines(text);
  const before = text.value.slice(start, end).split("\n");
  const markOf = typeof mark === "function" ? mark : () => mark;
  const marked = before.every((line, number) => line.startsWith(markOf(number)));
  const after = before.map((line, number) => (marked ? line.slice(markOf(number).length) : markOf(number) + line.replace(strip, "")));
  put(text, after.join("\n"), start, end);
  if (before.length > 1) text.setSelectionRange(start, start + after.join("\n").length);
}

// A block of its own, with empty lines around; `choose` is the part of it to type over.
export function block(text, piece, choose = "") {
  const { selectionStart: start, selectionEnd: end, value } = text;
  const before = value.slice(0, start);
  const after = value.slice(end);
  const lead = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const tail = !after ? "\n" : after.startsWith("\n\n") ? "" : after.startsWith("\n") ? "\n" : "\n\n";
  put(text, lead + piece + tail);
  const at = choose ? piece.indexOf(choose) : piece.length;
  text.setSelectionRange(start + lead.length + at, start + lead.length + at + choose.length);
}

export function chosen(text) {
  return text.value.slice(text.selectionStart, text.selectionEnd);
}

// The caret on a line (from 1), in sight: browsers scroll to it when the field gets the focus.
export function goToLine(text, number) {
  const start = text.value.split("\n", number - 1).reduce((sum, line) => sum + line.length + 1, 0);
  const end = text.value.indexOf("\n", start);
  text.blur();
  text.setSelectionRange(start, start);
  text.focus();
  text.setSelectionRange(start, end < 0 ? text.value.length : end);
}

function lines(text) {
  const start = text.value.lastIndexOf("\n", text.selectionStart - 1) + 1;
  const end = text.value.indexOf("\n", text.selectionEnd);
  return [start, end < 0 ? text.value.length : end];
}
