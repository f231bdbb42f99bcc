// What was looked for does not stay in the phone's history, where others may read it.
export function enhance() {
  history.replaceState(null, "", location.pathname);
}
