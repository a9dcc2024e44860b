// An article with JavaScript: reading time, a clean address, links to headings copied, the vote without a reload.

const page = document.querySelector("[data-reading]");

cleanAddress();
followOldAnchor();
measureReading();
copyHeadingLinks();
followContents();
document.addEventListener("submit", voteInPlace);

function cleanAddress() {
  const address = new URL(location.href);
  if (!address.searchParams.has("search")) return;
  address.searchParams.delete("search");
  history.replaceState(history.state, "", address);
}

// A link of an earlier revision (?rev=) may name a heading that has been reworded since: the likest one is meant.
function followOldAnchor() {
  const wanted = decodeURIComponent(location.hash.slice(1));
  if (!wanted || !new URLSearchParams(location.search).has("rev") || document.getElementById(wanted)) return;
  const words = new Set(wanted.split("-"));
  const share = (heading) => {
    const own = heading.id.split("-");
    return own.filter((word) => words.has(word)).length / Math.max(own.length, words.size);
  };
  const best = [...document.querySelectorAll(".prose :is(h2, h3, h4)[id]")].map((heading) => [share(heading), heading]).sort((a, b) => b[0] - a[0])[0];
  if (best?.[0] >= 0.3) best[1].scrollIntoView();
}

function measureReading() {
  if (!page?.dataset.reading) return;
  let seconds = 0;
  let since = document.hidden ? null : performance.now();
  const pause = () => {
    if (since !== null) seconds += (performance.now() - since) / 1000;
    since = null;
    navigator.sendBeacon(page.dataset.reading, new URLSearchParams({ seconds: String(Math.round(seconds)) }));
  };
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) pause();
    else since = performance.now();
  });
  addEventListener("pagehide", () => { if (since !== null) pause(); });
}

function copyHeadingLinks() {
  const status = document.getElementById("_copied");
  for (const anchor of document.querySelectorAll(".prose .anchor")) {
    anchor.addEventListener("click", async () => {
      const address = new URL(location.href);
      address.search = "";
      address.hash = anchor.getAttribute("href");
      try {
        await navigator.clipboard.writeText(address.href);
        status.textContent = "";
        setTimeout(() => { status.textContent = status.dataset.text; });
      } catch { /* The address bar shows the link anyway. */ }
    });
  }
}

function followContents() {
  const links = new Map([...document.querySelectorAll(".contents .wide a")].map((link) => [link.hash.slice(1), link]));
  if (!links.size) return;
  const headings = [...links.keys()].map((anchor) => document.getElementById(decodeURIComponent(anchor))).filter(Boolean);
  const mark = () => {
    const current = headings.filter((heading) => heading.getBoundingClientRect().top < innerHeight / 3).at(-1);
    for (const [anchor, link] of links) {
      if (current?.id === decodeURIComponent(anchor)) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  new IntersectionObserver(mark, { rootMargin: "0px 0px -66% 0px" }).observe(headings[0]);
  addEventListener("scroll", () => requestAnimationFrame(mark), { passive: true });
  mark();
}

async function voteInPlace(event) {
  const vote = event.target.closest("#_vote");
  if (!vote) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(event.target, event.submitter));
  try {
    const response = await fetch(event.target.action, { method: "POST", body });
    const answer = new DOMParser().parseFromString(await response.text(), "text/html");
    const replacement = answer.getElementById("_vote");
    if (replacement) showVote(vote, replacement);
    else showSentence(vote, answer.querySelector("main"));
  } catch {
    submitWithButton(event.target, event.submitter);
  }
}

// submit() leaves out the button that was pressed, and with it the answer.
function submitWithButton(form, button) {
  if (button?.name) {
    const pressed = Object.assign(document.createElement("input"), { type: "hidden", name: button.name, value: button.value });
    form.append(pressed);
  }
  form.submit();
}

function showVote(vote, replacement) {
  vote.replaceWith(document.adoptNode(replacement));
  const wrong = replacement.querySelector("[aria-invalid=true]");
  (wrong || replacement.querySelector("h2")).focus();
}

function showSentence(vote, main) {
  vote.replaceChildren(...[...main.childNodes].map((node) => document.adoptNode(node)));
  const heading = vote.querySelector("h1");
  heading.tabIndex = -1;
  heading.focus();
}
