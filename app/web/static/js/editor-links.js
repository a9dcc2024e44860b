// Ctrl+K: an article or its part, found by the product's own search, becomes a link by path.

import { buildArticle, combobox } from "./combobox.js";
import { chosen, put } from "./editor-text.js";

const MOST_OWN = 5; // headings of this very article

export function findLinks(form, text) {
  const box = form.querySelector("[data-picker]");
  const input = box.querySelector("input");
  const picked = box.querySelector("[data-picked]");
  combobox(input, {
    look: async (query, signal) => {
      const address = new URL(form.dataset.links, location.href);
      address.searchParams.set("q", query);
      const response = await fetch(address, { signal, headers: { Accept: "application/json" } });
      if (!response.ok) throw new Error(response.statusText);
      const { articles, status } = await response.json();
      return { options: [...ownHeadings(query), ...articles].map(build), status };
    },
    choose: (option) => insert(option),
    leave: () => close(),
  });
  return () => {
    picked.textContent = "";
    box.hidden = false;
    input.value = chosen(text).includes("\n") ? "" : chosen(text).trim();
    input.focus();
    input.select();
    input.dispatchEvent(new Event("input"));
  };

  function ownHeadings(query) {
    const wanted = query.toLowerCase();
    return [...form.querySelectorAll("[data-preview-place] .prose :is(h2, h3, h4)[id]")]
      .map((heading) => ({ id: heading.id, name: nameOf(heading) }))
      .filter(({ name }) => name.toLowerCase().includes(wanted))
      .slice(0, MOST_OWN)
      .map(({ id, name }) => ({ key: `#${id}`, name, title: [{ text: name, matched: false }], part: box.dataset.here }));
  }

  function build(article) {
    const option = buildArticle(article, { hidden: box.dataset.warned });
    option.dataset.name = article.name;
    option.dataset.hidden = article.hidden ? article.warning : "";
    return option;
  }

  function insert(option) {
    const words = chosen(text).trim() || option.dataset.name;
    put(text, `[${words.replaceAll("[", "(").replaceAll("]", ")")}](${option.dataset.key})`);
    picked.textContent = option.dataset.hidden;
    if (!option.dataset.hidden) box.hidden = true;
    text.focus();
  }

  function close() {
    box.hidden = true;
    text.focus();
  }
}

function nameOf(heading) {
  const copy = heading.cloneNode(true);
  copy.querySelector(".anchor")?.remove();
  return copy.textContent.trim();
}
