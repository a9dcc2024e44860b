// What is typed, shown by the server's own renderer, with the hints on it; both lead back to their lines.

import { goToLine } from "./editor-text.js";

const PAUSE_MS = 400;
const LONG = 100_000; // characters from which rendering takes half a second and more
const LONG_PAUSE_MS = 2500;

export function previewLive(form, text, tabs) {
  const place = form.querySelector("[data-preview-place]");
  const hints = form.querySelector("[data-hints-place]");
  let timer = 0;
  let request = null;

  form.addEventListener("input", (event) => {
    if (event.target.closest("[data-picture-box], [data-picker]")) return;
    clearTimeout(timer);
    timer = setTimeout(show, text.value.length > LONG ? LONG_PAUSE_MS : PAUSE_MS);
  });
  place.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || link.getAttribute("href").startsWith("#")) return;
    event.preventDefault();
    open(link.href, "_blank", "noopener");
  });
  hints.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link) return;
    event.preventDefault();
    follow(link);
  });

  async function show() {
    request?.abort();
    request = new AbortController();
    try {
      const response = await fetch(form.dataset.preview, { method: "POST", body: typed(form), signal: request.signal, headers: { Accept: "application/json" } });
      if (!response.ok) return;
      const answer = await response.json();
      fill(place, answer.html);
      fill(hints, answer.hints);
      tabs.count("hints", answer.count);
      point(form, answer.errors);
    } catch { /* Offline: the status line of the draft says so. */ }
  }

  function follow(link) {
    const line = Number(link.dataset.line);
    const field = form.querySelector(link.getAttribute("href"));
    if (line || field === text) tabs.select("text");
    else if (field?.closest("[data-panel=fields]")) tabs.select("fields");
    if (line) goToLine(text, line);
    else field?.focus();
  }
}

export function typed(form) {
  const data = new FormData(form);
  for (const name of ["picture", "alt", "save", "turn"]) data.delete(name);
  return data;
}

function fill(place, html) {
  const scroller = place.closest("[data-panel]");
  const { scrollTop } = scroller;
  place.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
  scroller.scrollTop = scrollTop;
}

// What is wrong stands beside its field at once.
function point(form, errors) {
  for (const old of form.querySelectorAll("[data-live-error]")) old.remove();
  for (const field of form.querySelectorAll("[aria-invalid]")) {
    if (!(field.name in errors)) unmark(field);
  }
  for (const [name, sentence] of Object.entries(errors)) {
    const field = form.elements[name] ?? form.querySelector("[data-text]");
    const id = `${field.id}_error`;
    const before = document.getElementById(id);
    if (before) before.querySelector("span").textContent = sentence;
    else {
      const error = Object.assign(document.createElement("p"), { className: "error", id });
      error.append(Object.assign(document.createElement("span"), { textContent: sentence }));
      error.dataset.liveError = "";
      field.after(error);
    }
    field.setAttribute("aria-invalid", "true");
    const described = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((one) => one && one !== id);
    field.setAttribute("aria-describedby", [...described, id].join(" "));
  }
}

function unmark(field) {
  field.removeAttribute("aria-invalid");
  document.getElementById(`${field.id}_error`)?.remove();
  const described = (field.getAttribute("aria-describedby") ?? "").split(" ").filter((one) => one && one !== `${field.id}_error`);
  if (described.length) field.setAttribute("aria-describedby", described.join(" "));
  else field.removeAttribute("aria-describedby");
}
