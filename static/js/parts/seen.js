// Says that a page was seen, once it has really been in front; a page loaded behind others waits.
// Without scripts the form shows a button instead.
export function enhance(form) {
  form.hidden = true;
  const send = () =>
    fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), keepalive: true,
      redirect: "manual" }).catch(() => {}); // the mark is made at the next visit instead
  if (document.visibilityState === "visible") send();
  else document.addEventListener("visibilitychange", send, { once: true });
}
