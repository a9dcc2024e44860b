// Comparing two versions: a chosen side fills the field, and typing there chooses one's own words.

for (const field of document.querySelectorAll("[data-merge] [data-written]")) {
  const part = field.closest("fieldset");
  const texts = Object.fromEntries(["theirs", "mine"].map((side) => [side, textOf(part.querySelector(`.merge-side.${side} pre`))]));
  const base = part.querySelector(".merge-side:not(.theirs, .mine) pre");
  texts.base = base ? textOf(base) : "";
  texts.both = texts.theirs + (texts.theirs && !texts.theirs.endsWith("\n") ? "\n" : "") + texts.mine;
  const choices = [...part.querySelectorAll("input[type=radio]")];
  part.addEventListener("change", (event) => {
    if (event.target.type === "radio" && event.target.value in texts) field.value = texts[event.target.value];
  });
  field.addEventListener("input", () => {
    const own = choices.find((choice) => choice.value === "written");
    if (own) own.checked = true;
  });
}

function textOf(place) {
  return place.textContent === "—" ? "" : place.textContent;
}
