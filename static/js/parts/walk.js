// j and k, or the arrows, go down and up a long list; Enter opens, as on any link. Only while
// something in the list has the keyboard: nobody's typing or scrolling is taken from them, and the
// page is whole without it.
const STEPS = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 };

export function enhance(list) {
  list.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    const typing = event.target.closest("input, textarea, select, summary");
    if (!step || typing || event.altKey || event.ctrlKey || event.metaKey) return;
    const links = [...list.querySelectorAll("a.name")].filter((link) => link.checkVisibility?.() ?? link.offsetParent);
    const here = links.indexOf(document.activeElement);
    const next = links[here < 0 ? (step > 0 ? 0 : -1) : here + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  });
}
