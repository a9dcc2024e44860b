// Who else has the article open, and whether a newer version has been saved meanwhile.

const EVERY_MS = 15_000;

export function announcePresence(form) {
  let typedAt = 0;
  form.addEventListener("input", () => { typedAt = Date.now(); });
  addEventListener("pagehide", () => navigator.sendBeacon(form.dataset.presence, said({ end: "1" })));
  setInterval(tell, EVERY_MS);
  tell();

  async function tell() {
    if (document.hidden) return;
    const typing = Date.now() - typedAt < 2 * EVERY_MS ? "1" : "";
    try {
      const response = await fetch(form.dataset.presence, { method: "POST", body: said({ typing }), headers: { Accept: "application/json" } });
      if (!response.ok) return;
      const { html, revision } = await response.json();
      const place = document.querySelector("[data-others]");
      if (place.dataset.shown !== html) {
        place.dataset.shown = html;
        place.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
      }
      form.querySelector("[data-outdated]").hidden = revision === form.elements.base.value;
    } catch { /* Offline: the status line of the draft says so. */ }
  }

  function said(values) {
    const data = new FormData();
    for (const [name, value] of Object.entries({ csrf_token: form.elements.csrf_token.value, ...values })) data.set(name, value);
    return data;
  }
}
