// Notices on this phone (web push): asked for only after a tap. Without this the box stays hidden.
// It stands in a form, whose token it sends. data-key: the server's key. data-add: where the browser's own
// address goes. data-title, data-named (with {word} in it), data-names: what the phone will show; it is kept
// here, for the service worker, as nothing of it is ever sent with a notice. data-here: the server tells
// this phone. data-failed: words.

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

async function kept(mode, act) {
  const db = await new Promise((done, failed) => {
    const asked = indexedDB.open("told", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("kept");
    asked.onsuccess = () => done(asked.result);
    asked.onerror = failed;
  });
  const work = db.transaction("kept", mode);
  act(work.objectStore("kept"));
  await new Promise((done, failed) => {
    work.oncomplete = done;
    work.onabort = failed;
  }).finally(() => db.close());
}

function keepWords({ title, named, names }) {
  const { lang, dir } = document.documentElement;
  return kept("readwrite", (all) => all.put({ title, named, names: JSON.parse(names), lang, dir }, "words"));
}

class Problem extends Error {}

async function send(box, found) {
  const answer = await fetch(box.dataset.add, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-CSRFToken": box.closest("form").elements.csrf_token.value },
    body: JSON.stringify(found),
  });
  const said = await answer.json();
  if (!answer.ok) throw new Problem(said.problem);
  return said;
}

async function turnOn(box, phone) {
  if ((await Notification.requestPermission()) !== "granted") return "denied";
  await (await phone.pushManager.getSubscription())?.unsubscribe(); // it may be of an older key, or somebody else's
  const found = await phone.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(box.dataset.key) });
  try {
    await keepWords(box.dataset);
    location.assign((await send(box, found)).to);
  } catch (wrong) {
    await found.unsubscribe();
    throw wrong;
  }
}

// What is so now, in one word.
async function now(box, phone) {
  const found = await phone.pushManager.getSubscription();
  if (Notification.permission === "denied") return "denied";
  if (found && "here" in box.dataset) {
    await keepWords(box.dataset);
    return "on";
  }
  await found?.unsubscribe(); // the server does not know it any more
  return "here" in box.dataset ? "lost" : "off";
}

export async function enhance(box) {
  const button = box.querySelector("button");
  const alert = box.querySelector("[role=alert]");
  const say = (what) => {
    for (const words of box.querySelectorAll("[data-says]")) words.hidden = words.dataset.says !== what;
    button.hidden = !["off", "lost"].includes(what);
  };
  box.hidden = false;
  if (!("serviceWorker" in navigator && "PushManager" in window && "Notification" in window))
    return say(navigator.standalone === false ? "home" : "cannot"); // only iPhones and iPads know this name
  const phone = await navigator.serviceWorker.ready;
  say(await now(box, phone));
  let going = false;
  button.addEventListener("click", async () => {
    if (going) return;
    going = true;
    alert.hidden = true;
    button.setAttribute("aria-disabled", "true");
    try {
      const what = await turnOn(box, phone);
      if (what) say(what);
    } catch (wrong) {
      alert.hidden = false;
      alert.textContent = (wrong instanceof Problem && wrong.message) || box.dataset.failed;
    }
    going = false;
    button.removeAttribute("aria-disabled");
  });
}
