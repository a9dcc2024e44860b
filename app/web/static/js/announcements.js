// An announcement is dismissed without loading the page again; the focus goes on to what follows.

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("[data-dismissal]")) return;
  event.preventDefault();
  try {
    await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual" });
  } catch {
    form.submit();
    return;
  }
  const list = form.closest(".announcements");
  form.closest(".announced").remove();
  if (list.querySelector("button")) list.querySelector("button").focus();
  else {
    list.remove();
    document.getElementById("_main").focus();
  }
});
