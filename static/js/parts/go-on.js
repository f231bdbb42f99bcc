// The last step of a sign-in needs no thought: sent as soon as the page is there. Without this the
// button does the same.
export function enhance(form) {
  form.submit();
}
