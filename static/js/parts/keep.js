// What is begun and not sent is kept by the server, not by this phone, which may be shared: a little
// after the last key, and when the page is left. Where that fails, the browser asks before it is lost.
// Quick exit takes the boxes off the page first: nothing is sent then, and nobody is asked.
// A form with one box (`text`) keeps that; a longer one all that is in it.
export function enhance(form) {
  const { text } = form.elements;
  const typed = () => {
    const all = new FormData(form);
    return new URLSearchParams(text ? ["csrf_token", "key", "text"].map((name) => [name, all.get(name)]) : all);
  };
  let kept = `${typed()}`, sending = false, failed = false, later;

  async function keep(keepalive) {
    clearTimeout(later);
    const body = typed(), now = `${body}`;
    if (sending || !form.isConnected || (text && !text.isConnected) || now === kept) return;
    kept = now;
    // A browser keeps no more than 64 KB alive of a page that is left.
    const answer = await fetch(form.dataset.keep, { method: "POST", body, keepalive: keepalive && now.length < 60000 }).catch(() => {});
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
    const there = text ? text.isConnected && text.value.trim() : form.isConnected;
    if (failed && !sending && there) event.preventDefault();
  });
}
