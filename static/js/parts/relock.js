// A phone that was left for a while asks the server, when it is picked up again, whether it is still this
// person's; the page stays covered until the answer is there. If it is not, or there is none, the page is
// asked for again, which leads to where it is unlocked. Words not sent yet stay where they are.
// data-ask: an address that only somebody signed in may open.
const AWAY = 5 * 60_000; // milliseconds; the shortest time after which a phone locks itself

const unsent = () =>
  [...document.querySelectorAll("textarea")].some((field) => field.value !== field.defaultValue && field.value.trim());

export function enhance(body) {
  const page = document.documentElement.classList;
  let left = null;
  document.addEventListener("visibilitychange", async () => {
    if (document.visibilityState === "hidden") {
      left = Date.now();
      return;
    }
    if (left === null || Date.now() - left < AWAY || unsent()) return;
    page.add("cover");
    const answer = await fetch(body.dataset.ask, { method: "HEAD", redirect: "manual" }).catch(() => null);
    if (answer?.ok) page.remove("cover");
    else location.reload();
  });
}
