// What the desk gains with JavaScript: Ctrl+Enter sends the answer, and the focus goes where something happened.

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
