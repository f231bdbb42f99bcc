// Warns before unsent words are lost. They are kept nowhere: this phone may be shared.
// Quick exit takes the field off the page first, so it is never held up by this question.
export function enhance(field) {
  const before = field.value;
  let sending = false;
  field.form.addEventListener("submit", () => (sending = true));
  addEventListener("pageshow", () => (sending = false));
  addEventListener("beforeunload", (event) => {
    if (!sending && field.isConnected && field.value !== before && field.value.trim())
      event.preventDefault();
  });
}
