// A text field as tall as its words, where the browser cannot do that from the style sheet.
export function enhance(field) {
  if (CSS.supports("field-sizing", "content")) return;
  const grow = () => {
    field.style.blockSize = "auto";
    field.style.blockSize = `${field.scrollHeight + 2}px`;
  };
  field.addEventListener("input", grow);
  grow();
}
