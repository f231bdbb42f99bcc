// One tap, one message. A second tap while the first is on its way does nothing; the server also
// refuses doubles. data-busy: what the button says meanwhile.
export function enhance(form) {
  let sending = null;
  form.addEventListener("submit", (event) => {
    if (sending) {
      event.preventDefault();
      return;
    }
    const button = event.submitter ?? form.querySelector("button");
    sending = { button, words: [...button.childNodes] };
    button.setAttribute("aria-disabled", "true");
    if (form.dataset.busy) button.replaceChildren(form.dataset.busy);
  });
  addEventListener("pageshow", () => {
    if (!sending) return;
    sending.button.removeAttribute("aria-disabled");
    sending.button.replaceChildren(...sending.words);
    sending = null;
  });
}
