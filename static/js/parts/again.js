// A picture that is good for some minutes only. After a while the page is asked for again, but only if
// somebody has touched it since it was drawn: a phone that lies open on a table must lock itself as any
// other. Else the picture goes, and what stays is the link that asks for a new one.
// data-again: after so many seconds. The card holds the link; what goes has `data-again-goes`.
export function enhance(card) {
  let touched = false;
  for (const kind of ["pointerdown", "keydown"]) {
    document.addEventListener(kind, () => (touched = true), { capture: true, once: true });
  }
  setTimeout(() => {
    if (touched && document.visibilityState === "visible") location.reload();
    else for (const old of card.querySelectorAll("[data-again-goes]")) old.remove();
  }, Number(card.dataset.again) * 1000);
}
