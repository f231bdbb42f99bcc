"use strict";
// The page is whole without this file. It runs before the page, not after it as a module would:
// whether this phone was left in a hurry must be known before anything shows. The rest waits for
// the page: what is marked data-enhance="name other" is handed to parts/name.js and parts/other.js.
// No words live in scripts: they come, translated, in data- attributes.
{
  const root = document.documentElement;
  const personal = "personal" in root.dataset;

  // Parts are kept for ever under their address, so the address changes when any of them does.
  async function enhance(element) {
    for (const name of element.dataset.enhance.split(" "))
      (await import(`./parts/${name}.js?v=${root.dataset.version}`)).enhance(element);
  }

  // --- Quick exit ---------------------------------------------------------------------------
  // The form works by itself where there is a connection. With this the page is blank at once, in
  // other tabs, too; the phone notes that it was left; what is kept is dropped; the server is told
  // without waiting for its answer; the neutral page takes this one's place in the back list. The
  // note goes when the server has answered that the session is over. Until then the worker, or
  // `leftBehind` where there is none, lets nobody see a page of ours that is not public.
  // It is no part of its own: nothing may be on its way still when somebody needs it.

  // The note is in IndexedDB: the worker sees it, and it outlives a killed browser. It is also in
  // localStorage, which can be read before anything shows, but takes seconds to reach the disk;
  // there "2" says that the other is written, so that its absence means: the worker told the server.
  const SOON = 300; // milliseconds: a phone that cannot write holds nobody up

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
  const noted = () => note("readonly", (notes) => notes.count());

  function says(value) {
    try {
      if (value === undefined) return localStorage.getItem("left");
      if (value) localStorage.setItem("left", value);
      else localStorage.removeItem("left");
    } catch {
      return null; // this browser keeps nothing for us
    }
  }

  async function leave(form) {
    blank();
    says("1");
    const written = note("readwrite", (notes) => notes.put(1, 1)).then(() => says("2"));
    const done = Promise.allSettled([written, forget()]);
    await Promise.race([done, new Promise((go) => setTimeout(go, SOON))]);
    tell(form.action);
    location.replace(form.dataset.to);
  }

  function blank() {
    root.hidden = true;
    document.title = "\u00a0";
    stop(); // whatever of the page is still on its way
    document.body.replaceChildren();
  }

  // All that this site keeps on the phone, save the public pages and the note itself.
  async function forget() {
    sessionStorage.clear();
    for (const key of Object.keys(localStorage)) if (key !== "left") localStorage.removeItem(key);
    for (const { name } of await indexedDB.databases())
      if (name !== "left") indexedDB.deleteDatabase(name);
    for (const name of await caches.keys())
      if (!name.startsWith("shell-")) await caches.delete(name);
  }

  // Whether the server has answered that the session is over.
  async function tell(address) {
    const body = new URLSearchParams({ by: "script" });
    try {
      const { ok } = await fetch(address, { method: "POST", body, keepalive: true });
      if (!ok) return false;
    } catch {
      return false;
    }
    await note("readwrite", (notes) => notes.clear()).catch(() => {});
    says("");
    return true;
  }

  // Before anything of this page shows. Where a worker stands between us and the server, it has
  // seen to the note already.
  async function leftBehind() {
    let left = says();
    const alone = personal && !navigator.serviceWorker?.controller;
    root.hidden = left || alone;
    if (!left && alone) left = (await noted().catch(() => 0)) && "1";
    if (left === "2" && (await noted().catch(() => 1)) === 0) left = says("");
    root.hidden = left;
    if (!left) return;
    if (await tell("/leave")) location.replace(location.pathname + location.search); // as nobody
    else if (personal) location.replace("/help");
    else root.hidden = false;
  }

  // --- The page -----------------------------------------------------------------------------

  // Somebody else may pick this phone up. A personal page is covered while it is not in front,
  // gone when it is left, and asked for again if the browser brings it back from memory.
  function guard() {
    document.addEventListener("visibilitychange", () =>
      root.classList.toggle("cover", document.visibilityState === "hidden"));
    addEventListener("pagehide", () => (root.hidden = true));
    addEventListener("pageshow", (event) => {
      if (!event.persisted) return;
      document.body.replaceChildren(); // nobody is asked about half-written words either
      location.reload();
    });
  }

  // Browsers that enforce Trusted Types want to know who vouches for a worker's address.
  function workerAddress() {
    const own = { createScriptURL: () => "/sw.js" };
    return window.trustedTypes
      ? trustedTypes.createPolicy("site", own).createScriptURL("")
      : own.createScriptURL();
  }

  // What was just said is said once, not again by a reload or a bookmark of this address.
  function sayOnce() {
    const here = new URL(location.href);
    if (!here.searchParams.has("done")) return;
    here.searchParams.delete("done");
    history.replaceState(null, "", here);
  }

  leftBehind();
  if (personal) guard();
  sayOnce();
  addEventListener("DOMContentLoaded", () => {
    const form = document.querySelector("form[data-to]");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      leave(form);
    });
    addEventListener("storage", (event) => {
      if (event.key !== "left" || !event.newValue) return; // not left in another tab
      blank();
      location.replace(form.dataset.to);
    });
  });
  addEventListener("load", () => {
    document.querySelectorAll("[data-enhance]").forEach(enhance);
    if ("serviceWorker" in navigator)
      navigator.serviceWorker.register(workerAddress()).catch(() => {}); // help then needs a connection
  });
}
