// Pictures pasted, dropped or chosen: each wants a description before it goes into the text.

import { block } from "./editor-text.js";

export function takePictures(form, text) {
  const box = form.querySelector("[data-picture-box]");
  const input = form.elements.picture;
  const alt = form.elements.alt;
  const button = box.querySelector("[data-add-picture]");
  const waiting = [];

  text.addEventListener("paste", (event) => {
    if (event.clipboardData.types.includes("text/plain")) return;
    if (queue(event.clipboardData.files)) event.preventDefault();
  });
  text.addEventListener("dragover", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    text.classList.add("dropping");
  });
  for (const end of ["dragleave", "drop"]) text.addEventListener(end, () => text.classList.remove("dropping"));
  text.addEventListener("drop", (event) => {
    if (queue(event.dataTransfer.files)) event.preventDefault();
  });
  button.addEventListener("click", (event) => {
    event.preventDefault();
    send();
  });
  alt.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    send();
  });
  return () => {
    box.open = true;
    box.scrollIntoView({ block: "nearest" });
    input.focus();
  };

  function queue(files) {
    const pictures = [...files].filter((file) => file.type.startsWith("image/"));
    if (!pictures.length) return false;
    waiting.push(...pictures);
    if (!input.files.length) next();
    return true;
  }

  function next() {
    const file = waiting.shift();
    if (!file) return;
    const files = new DataTransfer();
    files.items.add(file);
    input.files = files.files;
    box.open = true;
    box.scrollIntoView({ block: "nearest" });
    alt.focus();
  }

  async function send() {
    const data = new FormData();
    data.set("csrf_token", form.elements.csrf_token.value);
    data.set("alt", alt.value);
    if (input.files[0]) data.set("picture", input.files[0]);
    button.disabled = true;
    try {
      const response = await fetch(form.dataset.pictures, { method: "POST", body: data, headers: { Accept: "application/json" } });
      const answer = response.headers.get("Content-Type")?.includes("json") ? await response.json() : {};
      if (response.ok) taken(answer.markdown);
      else refuse(answer.errors ?? { picture: button.dataset.failed });
    } catch {
      refuse({ picture: button.dataset.failed });
    } finally {
      button.disabled = false;
    }
  }

  function taken(markdown) {
    refuse({});
    input.value = "";
    alt.value = "";
    box.open = false;
    block(text, markdown);
    next();
  }

  function refuse(errors) {
    const said = Object.values(errors).join(" ");
    const problem = box.querySelector("[data-picture-problem]");
    problem.hidden = !said;
    problem.querySelector("span").textContent = said;
    for (const field of [input, alt]) field.toggleAttribute("aria-invalid", field.name in errors);
    if (said) (errors.alt ? alt : input).focus();
  }
}
