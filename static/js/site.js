// The page is whole without this file. After it has been shown, each element marked
// data-enhance="name other" is handed to parts/name.js and parts/other.js.
// No words live in scripts: they come, translated, in data- attributes.

// Parts are kept for ever under their address, so the address changes when any of them does.
const version = document.documentElement.dataset.version;

async function enhance(element) {
  for (const name of element.dataset.enhance.split(" ")) {
    const part = await import(`./parts/${name}.js?v=${version}`);
    part.enhance(element);
  }
}

// Somebody else may pick this phone up. A personal page is covered while it is not in front,
// blanked when it is left, and asked for again if the browser brings it back from memory: the
// server then decides whether this person is still signed in.
function guard(root) {
  document.addEventListener("visibilitychange", () =>
    root.classList.toggle("cover", document.visibilityState === "hidden"));
  addEventListener("pagehide", () => root.classList.add("cover"));
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
}

// Browsers that enforce Trusted Types want to know who vouches for a worker's address.
function workerAddress() {
  const own = { createScriptURL: () => "/sw.js" };
  return window.trustedTypes
    ? trustedTypes.createPolicy("site", own).createScriptURL("")
    : own.createScriptURL();
}

function start() {
  for (const element of document.querySelectorAll("[data-enhance]")) enhance(element);
  if ("serviceWorker" in navigator)
    navigator.serviceWorker.register(workerAddress()).catch(() => {}); // help then needs a connection
}

if ("personal" in document.body.dataset) guard(document.documentElement);
if (document.readyState === "complete") start();
else addEventListener("load", start);

// What was just said is said once: a reload or a bookmark of this address does not say it again.
const here = new URL(location.href);
if (here.searchParams.has("done")) {
  here.searchParams.delete("done");
  history.replaceState(null, "", here);
}
