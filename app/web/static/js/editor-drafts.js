// What is typed is kept every few seconds, here in the browser and on the server, and saved without leaving the page.

import { typed } from "./editor-preview.js";
import { inBrowser } from "./storage.js";

const LOCAL_MS = 300;
const SERVER_MS = 2000;
const LATEST_MS = 4500; // also while somebody types without a pause
const AGAIN_MS = 10_000;
const NOT_KEPT = new Set(["csrf_token", "base", "picture", "alt", "save", "turn", "step"]);

const PLACE = ["category", "slug"];

export function keepDrafts(form) {
  const key = `editor:${form.dataset.editor}`;
  const status = form.querySelector("[data-status]");
  const undo = form.querySelector("[data-undo]");
  let changed = 0; // counts what was typed
  let kept = 0; // as much of it as the server has
  let storing = -1; // as much of it as is on its way into the article
  let keptAt = form.dataset.restored ?? null;
  let localTimer = 0;
  let timer = 0;
  let since = 0;
  let native = false;

  restore();
  if (form.hasAttribute("data-saved")) history.replaceState(null, "", location.pathname);
  form.addEventListener("input", (event) => {
    if (event.target.closest("[data-picture-box], [data-picker]")) return;
    note();
  });
  form.addEventListener("submit", (event) => {
    if (native) return;
    if (event.submitter && event.submitter.name !== "save") return leave(event.submitter);
    event.preventDefault();
    save();
  });
  form.addEventListener("keydown", (event) => {
    if (event.code !== "KeyS" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    save();
  });
  addEventListener("online", () => { if (kept < changed) keep(); });
  addEventListener("pagehide", () => {
    if (native || kept >= changed) return;
    keepHere();
    if (storing < changed) navigator.sendBeacon(form.dataset.keep, typed(form));
  });

  function note() {
    changed++;
    undo.hidden = true;
    clearTimeout(localTimer);
    localTimer = setTimeout(() => keepHere(), LOCAL_MS);
    since ||= Date.now();
    clearTimeout(timer);
    timer = setTimeout(keep, Math.max(0, Math.min(SERVER_MS, since + LATEST_MS - Date.now())));
  }

  function keepHere(sent = false) {
    inBrowser.write(key, { fields: fields(form), base: form.elements.base.value, keptAt, dirty: kept < changed, sent });
  }

  async function keep() {
    clearTimeout(timer);
    since = 0;
    const now = changed;
    say(form.dataset.keeping);
    try {
      const response = await fetch(form.dataset.keep, { method: "POST", body: typed(form), headers: { Accept: "application/json" } });
      if (response.ok) {
        keptAt = (await response.json()).saved_at;
        kept = Math.max(kept, now);
        keepHere();
        say(`${form.dataset.kept} ${clock()}`);
      } else if (response.status === 403) say(form.dataset.signedOut, true);
      else if (response.status >= 500) again(form.dataset.offline);
      else say(form.dataset.unkept, true);
    } catch {
      again(form.dataset.offline);
    }
  }

  function again(words) {
    say(words, true);
    clearTimeout(timer);
    timer = setTimeout(keep, AGAIN_MS);
  }

  async function save() {
    if (new Blob([form.querySelector("[data-text]").value]).size > Number(form.dataset.largest)) return say(form.dataset.tooLarge, true);
    clearTimeout(timer);
    const now = changed;
    storing = now;
    say(form.dataset.storing);
    const data = typed(form);
    data.set("save", "1");
    try {
      const response = await fetch(form.action, { method: "POST", body: data, headers: { Accept: "application/json" } });
      if (response.ok) stored(await response.json(), data, now);
      else if (response.status >= 500) say(form.dataset.offline, true);
      else sendWhole();
    } catch {
      keepHere();
      again(form.dataset.offline);
    } finally {
      storing = -1;
    }
  }

  function stored(answer, sent, now) {
    form.elements.base.value = undo.value = answer.revision;
    undo.hidden = !answer.is_undoable;
    for (const name of PLACE) {
      const field = form.elements[name];
      if (field.value === sent.get(name)) field.value = answer[name];
      form.elements[`was_${name}`].value = answer[name];
    }
    kept = Math.max(kept, now);
    form.querySelector("[data-restored-notice]").hidden = true;
    for (const notice of form.querySelectorAll(".notice.bad, .notice.good")) notice.remove();
    if (changed > now) return note();
    inBrowser.write(key, null);
    say(`${form.dataset.stored} ${clock()}`);
  }

  // What needs a page of its own, two versions or wrong fields, is sent as a form.
  function sendWhole() {
    native = true;
    keepHere(true);
    form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "save", value: "1" }));
    form.submit();
  }

  function leave(button) {
    native = true;
    if (button.hasAttribute("data-discards")) inBrowser.write(key, null);
    else keepHere(true);
  }

  function restore() {
    const draft = read();
    if (!draft) return;
    const arrived = draft.sent && form.hasAttribute("data-saved");
    if (arrived || !draft.dirty || same(draft.fields, fields(form))) {
      if (!form.dataset.restored) inBrowser.write(key, null);
      return;
    }
    if (form.dataset.restored && Date.parse(form.dataset.restored) > draft.at) return;
    for (const [name, value] of Object.entries(draft.fields)) if (form.elements[name]) form.elements[name].value = value;
    form.elements.base.value = draft.base;
    const notice = form.querySelector("[data-restored-notice]");
    notice.hidden = false;
    notice.querySelector("[data-restored-words]").textContent = `${form.dataset.local} ${clock(new Date(draft.at))}.`;
    queueMicrotask(() => form.querySelector("[data-text]").dispatchEvent(new Event("input", { bubbles: true })));
  }

  function read() {
    const draft = inBrowser.read(key);
    if (!draft?.fields || Object.keys(draft.fields).some((name) => !form.elements[name])) return null;
    dropUnmoved(draft.fields);
    return draft;
  }

  function say(words, bad = false) {
    status.textContent = words;
    status.classList.toggle("bad", bad);
  }
}

function fields(form) {
  return Object.fromEntries([...new FormData(form)].filter(([name, value]) => !NOT_KEPT.has(name) && typeof value === "string"));
}

// An address that was not changed is none to give back: the article may have moved since.
function dropUnmoved(said) {
  for (const name of PLACE) {
    const was = `was_${name}`;
    if (said[name] !== said[was] && was in said) continue;
    delete said[name];
    delete said[was];
  }
}

// The server gives line ends back as it likes.
function same(one, other) {
  return Object.keys(one).every((name) => one[name].trimEnd() === other[name]?.trimEnd());
}

function clock(moment = new Date()) {
  return moment.toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
}
