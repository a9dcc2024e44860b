// What the desk gains with JavaScript: j and k walk through the queue, Ctrl+Enter sends the answer.

const links = [...document.querySelectorAll("[data-queue] h2 a")];

// Single letters work only while a row has the focus, so that they never catch what somebody dictates or types.
document.querySelector("[data-queue]")?.addEventListener("keydown", (event) => {
  const step = { j: 1, "о": 1, ArrowDown: 1, k: -1, "л": -1, ArrowUp: -1 }[event.key];
  if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
  const next = links[links.indexOf(document.activeElement) + step];
  if (!next) return;
  event.preventDefault();
  next.focus();
});

const answer = document.querySelector("[data-answer]");
if (answer) {
  answer.querySelector("[data-keys]").hidden = false;
  answer.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) answer.requestSubmit(answer.querySelector("button:not([name])"));
  });
}

const problem = document.getElementById("_problem");
if (problem) problem.scrollIntoView({ block: "center" });
else if (location.hash === "#_last") document.getElementById("_last")?.focus();
