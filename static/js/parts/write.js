// For each age the server says how old a reader of these words is. Nothing here is needed: a button of
// the form asks the same. What is typed is kept by `keep`.
export function enhance(form) {
  for (const age of form.querySelectorAll("[data-band]")) {
    const list = age.querySelector("ul"), boxes = [...age.querySelectorAll("textarea")];
    let asked = 0, soon;
    age.addEventListener("input", () => {
      clearTimeout(soon);
      soon = setTimeout(async () => {
        const mine = ++asked;
        const body = new URLSearchParams({
          csrf_token: form.elements.csrf_token.value,
          band: age.dataset.band,
          text: boxes.map((box) => box.value).filter(Boolean).join("\n"),
        });
        const answer = await fetch(form.dataset.hint, { method: "POST", body }).catch(() => {});
        if (!answer?.ok || mine !== asked) return;
        const lines = await answer.json();
        list.replaceChildren(...lines.map((line) => {
          const item = document.createElement("li");
          item.dir = "auto";
          item.textContent = line;
          return item;
        }));
      }, 1000);
    });
  }
}
