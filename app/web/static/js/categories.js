// Categories are put in order by dragging, and by the arrows without losing the focus; the forms work without this.

const said = document.querySelector("[data-moved-said]");
document.querySelector("[data-drag-hint]").hidden = false;

for (const list of document.querySelectorAll("[data-sortable]")) {
  for (const branch of list.children) makeDraggable(list, branch);
}

document.addEventListener("click", (event) => {
  const button = event.target.closest(".step-button");
  if (!button) return;
  event.preventDefault();
  if (button.getAttribute("aria-disabled") === "true") return;
  const branch = button.closest(".branch");
  if (button.value === "up") branch.previousElementSibling?.before(branch);
  else branch.nextElementSibling?.after(branch);
  button.focus();
  save(branch.parentElement);
});

function makeDraggable(list, branch) {
  branch.draggable = true;
  branch.addEventListener("dragstart", (event) => {
    event.stopPropagation();
    event.dataTransfer.effectAllowed = "move";
    branch.classList.add("dragged");
  });
  branch.addEventListener("dragend", (event) => {
    event.stopPropagation();
    branch.classList.remove("dragged");
    save(list);
  });
  branch.addEventListener("dragover", (event) => {
    const dragged = list.querySelector(":scope > .dragged");
    if (!dragged || dragged === branch) return;
    event.preventDefault();
    event.stopPropagation();
    const box = branch.getBoundingClientRect();
    if (event.clientY < box.top + box.height / 2) branch.before(dragged);
    else branch.after(dragged);
  });
}

async function save(list) {
  mark(list);
  const fields = new URLSearchParams({ csrf_token: list.dataset.token, parent: list.dataset.parent });
  for (const branch of list.children) fields.append("paths", branch.dataset.path);
  try {
    const answer = await fetch(list.dataset.sortable, { method: "POST", body: fields, redirect: "manual" });
    if (answer.type !== "opaqueredirect") throw new Error(String(answer.status));
    said.textContent = "";
    said.textContent = list.dataset.said;
  } catch {
    location.reload();
  }
}

function mark(list) {
  const branches = [...list.children];
  for (const [place, branch] of branches.entries()) {
    const [up, down] = branch.querySelectorAll(":scope > .row .step-button");
    for (const [button, isEnd] of [[up, place === 0], [down, place === branches.length - 1]]) {
      if (isEnd) button.setAttribute("aria-disabled", "true");
      else button.removeAttribute("aria-disabled");
    }
  }
}
