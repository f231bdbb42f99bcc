// Keeps the public shell on this phone, and nothing else: see portal/offline/__init__.py.
// It is served from the top of the site, so that its scope is the whole of it.

const shell = __SHELL__; // name, pages, files, offline, turns, leave, neutral, ends, signIn, icon

// Milliseconds. Where the signal is nearly gone, Help does not keep anybody waiting.
const PATIENCE = 4000;

let languageMayHaveChanged = false;

addEventListener("install", (event) => event.waitUntil(keepAll()));
addEventListener("activate", (event) => event.waitUntil(forgetOlder()));

addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname, search } = new URL(url);
  if (origin !== location.origin) return;
  if (method !== "GET" && shell.turns.includes(pathname)) languageMayHaveChanged = true;
  const over = method === "POST" ? shell.ends.includes(pathname) : pathname === shell.signIn;
  if (over && (method === "POST" || mode === "navigate")) event.waitUntil(nobodyIsTold());
  if (method === "POST" && pathname === shell.leave) event.respondWith(leave(event, mode));
  else if (mode === "navigate") event.respondWith(visit(event, pathname));
  // What a page says as it goes: the browser lets it drop with the page, but not what we send.
  else if (method === "POST" && event.request.keepalive) event.respondWith(fetch(event.request));
  else if (method === "GET" && shell.files.includes(pathname + search))
    event.respondWith(file(event.request));
});

// Before any page: if the phone was left, the server is told first. Until it has heard, only what
// is public is shown, whatever was asked for. Then the browser asks anew: while this worker was
// started Chromium may have fetched the page already, in the name of who has left.
async function visit(event, pathname) {
  if (!(await noted())) return page(event, pathname);
  if (await within(signOut(event), false)) return Response.redirect(event.request.url, 303);
  return (shell.pages.includes(pathname) && (await kept(pathname))) || noConnection();
}

// Leaving itself. From the page's script it answers whether the session is over; from the form
// (the script was not there yet) it leads away at once, with or without a connection.
async function leave(event, mode) {
  if (mode !== "navigate") return new Response(null, { status: (await signOut(event)) ? 204 : 503 });
  await note("readwrite", (notes) => notes.put(1, 1)).catch(() => {});
  signOut(event);
  return Response.redirect(shell.neutral, 303);
}

// The note that the phone was left, which the page's script writes (static/js/site.js). Where
// IndexedDB cannot be opened it cannot have been written, and the page looks for its other half.
async function note(mode, act) {
  const db = await new Promise((done, failed) => {
    const asked = indexedDB.open("left", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("note");
    asked.onsuccess = () => done(asked.result);
    asked.onerror = failed;
  });
  const work = db.transaction("note", mode, { durability: "strict" });
  const asked = act(work.objectStore("note"));
  await new Promise((done, failed) => {
    work.oncomplete = done;
    work.onabort = failed;
  }).finally(() => db.close());
  return asked.result;
}
const noted = () => note("readonly", (notes) => notes.count()).catch(() => 0);

let telling = null;

function signOut(event) {
  telling ??= tellServer().finally(() => (telling = null));
  event.waitUntil(telling);
  return telling;
}

async function tellServer() {
  try {
    const body = new URLSearchParams({ by: "script" });
    const { ok } = await fetch(shell.leave, { method: "POST", body, credentials: "same-origin" });
    if (ok) await note("readwrite", (notes) => notes.clear());
    return ok;
  } catch {
    return false;
  }
}

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

const noConnection = async () => (await kept(shell.offline)) || Response.error();

// The network first; a kept copy only of a page of the shell; else the page that says there is no
// connection. The answer to any other address is handed on and never kept.
async function page(event, pathname) {
  const ours = event.request.method === "GET" && shell.pages.includes(pathname);
  const asked = ask(event.request, ours && pathname);
  event.waitUntil(asked.then((found) => found.done, () => {}));
  try {
    const copy = ours && (await within(asked.then(() => null), kept(pathname)));
    return copy || (await asked).answer;
  } catch {
    if (event.request.cache === "only-if-cached") return anew(event.request);
    return (ours && (await kept(pathname))) || noConnection();
  }
}

// Back to what a sent form had drawn: the browser keeps no such page, asks for a copy alone, and
// sending the form again is not for us. So the page that held the form is asked for anew. That it
// was not kept is no lack of internet.
function anew({ method, referrer, url }) {
  if (method !== "GET" && referrer.startsWith(location.origin)) return Response.redirect(referrer, 303);
  return fetch(method === "GET" ? url : "/", { redirect: "manual" }).catch(noConnection);
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

// What comes first: the answer, or `instead` when patience is at an end.
const within = (answer, instead) =>
  Promise.race([answer, new Promise((done) => setTimeout(() => done(instead), PATIENCE))]);

// --- Notices --------------------------------------------------------------------------------

// A push message is a sign and nothing else. The words came when this phone was signed up, from the
// page (static/js/parts/push.js); they stay until somebody signs out or leaves here. Each sign is
// shown once, however often it comes: what is shown under the same tag takes the place of the one
// before, and the last signs are kept.
const SIGNS = 50;

let queue = Promise.resolve(); // one after another, so that no two look at the signs at once

addEventListener("push", (event) => {
  queue = queue.then(() => tellOnce(event.data)).catch(() => {});
  event.waitUntil(queue);
});

addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(openFirstPage());
});

async function tellOnce(data) {
  const words = await told("readonly", (all) => all.get("words"));
  if (!words) return nobodyIsTold(); // signed out: nothing is shown, and no more comes
  const { id, of } = data.json();
  const known = (await told("readonly", (all) => all.get("signs"))) ?? [];
  if (known.includes(id)) return;
  const word = Object.hasOwn(words.names, of ?? "") ? words.names[of] : "";
  const text = word ? words.named.replace("{word}", () => word) : words.title;
  const { lang, dir } = words;
  await registration.showNotification(text, { tag: `update ${word && of}`, lang, dir, icon: shell.icon });
  await told("readwrite", (all) => all.put([id, ...known].slice(0, SIGNS), "signs"));
}

async function told(mode, act) {
  const db = await new Promise((done, failed) => {
    const asked = indexedDB.open("told", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("kept");
    asked.onsuccess = () => done(asked.result);
    asked.onerror = failed;
  });
  const work = db.transaction("kept", mode);
  const asked = act(work.objectStore("kept"));
  await new Promise((done, failed) => {
    work.oncomplete = done;
    work.onabort = failed;
  }).finally(() => db.close());
  return asked.result;
}

async function openFirstPage() {
  const [open] = await clients.matchAll({ type: "window" });
  if (!open) return clients.openWindow("/");
  await open.focus().catch(() => {});
  return open.navigate("/").catch(() => clients.openWindow("/"));
}

// Nobody is signed in here any more: what was shown goes, the words go, and so does the phone's own
// address for notices. The server forgets it with the session.
async function nobodyIsTold() {
  for (const shown of await registration.getNotifications()) shown.close();
  indexedDB.deleteDatabase("told");
  await (await registration.pushManager?.getSubscription())?.unsubscribe();
}
