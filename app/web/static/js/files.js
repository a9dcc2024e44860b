// Says at once when chosen files are too many or too large: the server would say so only after the sending.

for (const field of document.querySelectorAll("input[type=file][data-each]")) {
  const said = document.getElementById("_files_said");
  field.addEventListener("change", () => {
    const why = problem(field);
    said.textContent = why;
    if (why) field.value = "";
  });
}

function problem(field) {
  const { most, each, all, tooMany, tooLarge, tooLargeTogether } = field.dataset;
  const files = [...field.files];
  const large = files.find((file) => file.size > Number(each));
  if (large) return tooLarge + large.name;
  if (files.length > Number(most)) return tooMany;
  return files.reduce((sum, file) => sum + file.size, 0) > Number(all) ? tooLargeTogether : "";
}
