// A code that came with the address stands behind the #, which no server and no log is ever told, and
// leaves the address at once, so that the phone's history does not keep it. Without scripts it is typed.
export function enhance(field) {
  const carried = decodeURIComponent(location.hash.slice(1));
  if (!/^[0-9A-Za-z-]{8,40}$/.test(carried)) return;
  if (!field.value) field.value = carried;
  history.replaceState(null, "", location.pathname);
}
