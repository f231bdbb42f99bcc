// Quick exit. The form works without this. With it the page is blank at once, the server is told
// without waiting for its answer, and this page gives up its place in the back list. Pages opened
// earlier stay in the list, but the server will not show them again.
// data-to: the neutral page to land on. Without it the server's redirect decides.
export function enhance(form) {
  form.addEventListener("submit", (event) => {
    const told = new URLSearchParams(new FormData(form));
    form.hidden = true;
    document.title = "\u00a0";
    document.body.replaceChildren(form);
    if (!form.dataset.to) {
      history.replaceState(null, "", "/");
      return;
    }
    event.preventDefault();
    fetch(form.action, { method: "POST", body: told, keepalive: true, redirect: "manual" }).catch(() => {});
    location.replace(form.dataset.to);
  });
}
