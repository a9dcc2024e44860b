// Looks words up in the index of this copy. Words meet when they begin alike: endings change.
(() => {
  const form = document.querySelector("[data-search]");
  if (!form || !window.podskazhiIndex) return;
  const list = document.querySelector("[data-results]");
  const count = document.querySelector("[data-count]");
  const words = (text) => text.toLowerCase().replaceAll("ё", "е").match(/[\p{L}\p{N}]+/gu) || [];

  const alike = (asked, known) => {
    if (known.startsWith(asked)) return true;
    let same = 0;
    while (same < asked.length && asked[same] === known[same]) same += 1;
    return same >= 4 && same >= Math.max(asked.length, known.length) - 3;
  };

  const weight = (entry, asked) => {
    const in_ = (text) => text.split(" ").some((known) => alike(asked, known));
    return in_(entry.n) ? 3 : in_(entry.w) ? 1 : 0;
  };

  const find = (query) => {
    const asked = words(query);
    return window.podskazhiIndex
      .map((entry) => ({ entry, weights: asked.map((word) => weight(entry, word)) }))
      .map(({ entry, weights }) => ({
        entry,
        held: weights.filter(Boolean).length,
        sum: weights.reduce((a, b) => a + b, 0),
      }))
      .filter(({ held }) => held > 0 && held * 2 >= asked.length)
      .sort((a, b) => b.held - a.held || b.sum - a.sum)
      .slice(0, 30);
  };

  const shown = ({ entry }) => {
    const item = document.createElement("li");
    item.className = "entry";
    const head = document.createElement("h2");
    const link = document.createElement("a");
    link.href = entry.u;
    link.lang = entry.l;
    link.textContent = entry.t;
    head.append(link);
    const about = document.createElement("p");
    about.lang = entry.l;
    about.textContent = entry.s;
    item.append(head, about);
    return item;
  };

  const query = new URLSearchParams(location.search).get("q") || "";
  form.elements.q.value = query;
  if (!query) return;
  const found = find(query);
  count.textContent = found.length ? `Найдено: ${found.length}` : "Ничего не нашлось. Поищите в разделах.";
  list.replaceChildren(...found.map(shown));
})();
