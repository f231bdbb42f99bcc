// A long form with many boxes. What is typed is kept by the server, for whoever types it, a little after
// the last key and when the page is left; where that fails, the browser asks before it is lost. For each
// age the server says how old a reader of these words is. Quick exit takes the boxes off the page first.
// Nothing here is needed: the buttons of the form do the same.
export function enhance(form) {
  const whole = () => new URLSearchParams(new FormData(form)).toString();
  let kept = whole(), sending = false, failed = false, later;

  async function keep(keepalive) {
    clearTimeout(later);
    const body = whole();
    if (sending || !form.isConnected || body === kept) return;
    kept = body;
    const headers = { "Content-Type": "application/x-www-form-urlencoded" };
    // A browser keeps no more than 64 KB alive of a page that is left.
    const answer = await fetch(form.dataset.keep, { method: "POST", body, headers, keepalive: keepalive && body.length < 60000 }).catch(() => {});
    failed = answer?.status !== 204;
    if (failed) kept = null; // and tried again
  }

  form.addEventListener("input", () => {
    clearTimeout(later);
    later = setTimeout(keep, 1500, false);
  });
  form.addEventListener("submit", () => (sending = true));
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && keep(true));
  addEventListener("pagehide", () => keep(true));
  addEventListener("pageshow", () => (sending = false));
  addEventListener("beforeunload", (event) => {
    if (failed && !sending && form.isConnected) event.preventDefault();
  });

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
