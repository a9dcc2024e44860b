// A new article's address follows its title while nobody has typed another one.

const PAUSE_MS = 250;

const form = document.querySelector("[data-new-article]");
if (form) {
  const { title, slug } = form.elements;
  const said = form.querySelector("[data-slug-said]");
  let own = Boolean(slug.value);
  let timer = 0;
  let asked = 0;

  title.addEventListener("input", () => { if (!own) soon(); });
  slug.addEventListener("input", () => {
    own = Boolean(slug.value);
    soon();
  });
  if (title.value && !own) ask();

  function soon() {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE_MS);
  }

  async function ask() {
    const number = ++asked;
    const address = new URL(form.dataset.slugs, location.href);
    address.searchParams.set(own ? "slug" : "title", own ? slug.value : title.value);
    try {
      const response = await fetch(address, { headers: { Accept: "application/json" } });
      if (!response.ok || number !== asked) return;
      const answer = await response.json();
      if (!own) slug.value = answer.slug;
      const differs = own && answer.slug && answer.slug !== slug.value ? `${answer.slug}. ` : "";
      said.textContent = differs + answer.problem;
    } catch { /* Without an answer the server makes the address when the form is sent. */ }
  }
}
