// The kill switch: forgets what earlier workers kept and takes itself away. It touches no page.

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(leave()));

async function leave() {
  for (const name of await caches.keys())
    if (name.startsWith("shell-")) await caches.delete(name);
  await registration.unregister();
}
