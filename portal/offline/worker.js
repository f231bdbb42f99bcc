// Keeps the public shell on this phone, and nothing else: see portal/offline/__init__.py.
// It is served from the top of the site, so that its scope is the whole of it.

const shell = __SHELL__; // name, pages, files, offline, turns

// Milliseconds. Where the signal is nearly gone, Help does not keep anybody waiting.
const PATIENCE = 4000;

let languageMayHaveChanged = false;

addEventListener("install", (event) => event.waitUntil(keepAll()));
addEventListener("activate", (event) => event.waitUntil(forgetOlder()));

addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname, search } = new URL(url);
  if (origin !== location.origin) return;
  if (method !== "GET") {
    if (shell.turns.includes(pathname)) languageMayHaveChanged = true;
  } else if (mode === "navigate") event.respondWith(page(event, pathname));
  else if (shell.files.includes(pathname + search)) event.respondWith(file(event.request));
});

// Asked of the server each time, past the browser's own cache.
const fresh = (path) => new Request(path, { cache: "no-cache" });

async function keepAll() {
  const cache = await caches.open(shell.name);
  await cache.addAll([...shell.pages.map(fresh), ...shell.files]);
}

async function keepPages() {
  const cache = await caches.open(shell.name);
  await cache.addAll(shell.pages.map(fresh));
}

async function forgetOlder() {
  for (const name of await caches.keys())
    if (name.startsWith("shell-") && name !== shell.name) await caches.delete(name);
}

async function kept(path) {
  const cache = await caches.open(shell.name);
  return cache.match(path, { ignoreVary: true });
}

async function file(request) {
  return (await kept(request.url)) || fetch(request);
}

// The network first; a kept copy only of a page of the shell; else the page that says there is no
// connection. The answer to any other address is handed on and never kept.
async function page(event, pathname) {
  const ours = shell.pages.includes(pathname);
  const asked = ask(event.request, ours && pathname);
  event.waitUntil(asked.then((found) => found.done, () => {}));
  try {
    const copy = ours && (await Promise.race([asked.then(() => null), soon(pathname)]));
    return copy || (await asked).answer;
  } catch {
    return (ours && (await kept(pathname))) || (await kept(shell.offline)) || Response.error();
  }
}

async function ask(request, keepAs) {
  const answer = await fetch(request);
  const jobs = [];
  if (keepAs && answer.ok && answer.type === "basic" && !answer.redirected) {
    const copy = answer.clone();
    jobs.push(caches.open(shell.name).then((cache) => cache.put(keepAs, copy)));
  }
  if (languageMayHaveChanged) {
    languageMayHaveChanged = false;
    jobs.push(keepPages());
  }
  return { answer, done: Promise.allSettled(jobs) };
}

const soon = (path) =>
  new Promise((done) => setTimeout(() => done(kept(path)), PATIENCE));
