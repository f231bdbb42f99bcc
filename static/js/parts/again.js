// A picture that is good for some minutes only: the page is asked for again while somebody looks at
// it, or as soon as somebody does. data-again: after so many seconds.
export function enhance(card) {
  const again = () => {
    if (document.visibilityState === "visible") location.reload();
    else document.addEventListener("visibilitychange", again, { once: true });
  };
  setTimeout(again, Number(card.dataset.again) * 1000);
}
