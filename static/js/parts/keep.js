// What is begun and not sent is kept by the server, not by this phone, which may be shared: a little
// after the last key, and when the page is left. Where that fails, the browser asks before it is lost.
// Quick exit takes the box off the page first: nothing is sent then, and nobody is asked.
export function enhance(form) {
  const field = form.elements.text;
  let kept = field.value, sending = false, failed = false, later;

  async function keep(keepalive) {
    clearTimeout(later);
    const text = field.value;
    if (sending || !field.isConnected || text === kept) return;
    kept = text;
    const { csrf_token, key } = form.elements;
    const body = new URLSearchParams({ csrf_token: csrf_token.value, key: key.value, text });
    const answer = await fetch(form.dataset.keep, { method: "POST", body, keepalive }).catch(() => {});
    failed = answer?.status !== 204;
    if (failed) kept = null; // and tried again
  }

  field.addEventListener("input", () => {
    clearTimeout(later);
    later = setTimeout(keep, 1500, false);
  });
  form.addEventListener("submit", () => (sending = true));
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && keep(true));
  addEventListener("pagehide", () => keep(true));
  addEventListener("pageshow", () => (sending = false));
  addEventListener("beforeunload", (event) => {
    if (failed && !sending && field.isConnected && field.value.trim()) event.preventDefault();
  });
}
