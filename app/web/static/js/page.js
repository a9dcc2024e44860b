// What every page gains with JavaScript: the theme without a reload, times in the reader's own zone, forms sent once,
// a strip of choices that shows the current one.

const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
const language = document.documentElement.lang;

for (const time of document.querySelectorAll("time[data-moment]")) {
  const moment = new Date(time.dateTime);
  const sameYear = moment.getFullYear() === new Date().getFullYear();
  const short = { day: "numeric", month: "long", ...(sameYear ? {} : { year: "numeric" }), hour: "2-digit", minute: "2-digit" };
  time.textContent = moment.toLocaleString(language, short);
  time.title = `${moment.toLocaleString(language, { dateStyle: "full", timeStyle: "short" })} (${zone})`;
}

for (const chosen of document.querySelectorAll(":is(.strip, .filter) [aria-current]")) {
  const strip = chosen.closest(".strip, .filter ul");
  strip.scrollLeft = chosen.offsetLeft - (strip.clientWidth - chosen.offsetWidth) / 2;
}

document.querySelector("[data-theme-switch]")?.addEventListener("submit", (event) => {
  event.preventDefault();
  const theme = event.submitter.value;
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  for (const button of event.target.elements) button.setAttribute("aria-pressed", String(button === event.submitter));
  fetch(event.target.action, { method: "POST", body: new URLSearchParams({ theme }), redirect: "manual" });
});

document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || event.target.method !== "post") return;
  const button = event.submitter;
  setTimeout(() => { if (button) button.disabled = true; });
  addEventListener("pageshow", () => { if (button) button.disabled = false; }, { once: true });
});

document.addEventListener("input", (event) => count(event.target));
document.querySelectorAll("textarea[data-counter]").forEach(count);

function count(field) {
  if (!field.dataset.counter) return;
  const counter = document.getElementById(field.dataset.counter);
  counter.textContent = `${[...field.value].length} / ${Number(field.dataset.limit).toLocaleString(language)}`;
}
