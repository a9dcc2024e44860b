// A category's fields are put in order by the arrows at once; without this each arrow sends the form.

const said = document.querySelector("[data-moved-said]");

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-field] .step-button");
  if (!button) return;
  event.preventDefault();
  if (button.getAttribute("aria-disabled") === "true") return;
  const field = button.closest("[data-field]");
  if (button.value.endsWith("up")) field.previousElementSibling.before(field);
  else field.nextElementSibling.after(field);
  button.focus();
  mark(field.parentElement.querySelectorAll(":scope > [data-field]"));
  said.hidden = false;
});

function mark(fields) {
  for (const [place, field] of fields.entries()) {
    const [up, down] = field.querySelectorAll(".step-button");
    for (const [button, isEnd] of [[up, place === 0], [down, place === fields.length - 1]]) {
      if (isEnd) button.setAttribute("aria-disabled", "true");
      else button.removeAttribute("aria-disabled");
    }
  }
}
