// Rows with boxes and a form for the chosen ones: how many are chosen is told, all are chosen at once.

const boxes = [...document.querySelectorAll(".pick input")];
const many = document.querySelector("[data-many]");

if (many) followChoice();

function followChoice() {
  const told = many.querySelector("[data-chosen]");
  const all = many.querySelector("[data-all]");
  const everything = all.querySelector("input");
  all.hidden = false;
  const tell = () => {
    const number = boxes.filter((box) => box.checked).length;
    told.textContent = number ? told.dataset.some.replace("%s", number) : told.dataset.none;
    everything.checked = number === boxes.length;
    everything.indeterminate = number > 0 && number < boxes.length;
    many.classList.toggle("active", number > 0);
  };
  everything.addEventListener("change", () => {
    for (const box of boxes) box.checked = everything.checked;
    tell();
  });
  for (const box of boxes) box.addEventListener("change", tell);
  addEventListener("pageshow", tell);
  tell();
}
