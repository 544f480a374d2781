/* Lets the forum's page open without a net. It keeps an empty shell and the files that the page is drawn with:
   never a note, never a page with anything in it. The server puts `FORUM` (version, shell, files) above this. */

const CACHE = `medverka-forum-${FORUM.version}`;
const PAGE = /^\/moten\/\d+\/forum\/(?:las-upp\/)?$/;
const PATIENCE = 8000; // Milliseconds. A net that takes longer is no net.

self.addEventListener("install", (event) => {
  const fresh = [FORUM.shell, ...FORUM.files].map((address) => new Request(address, { cache: "reload" }));
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(fresh)).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const tidy = async () => {
    const ours = (await caches.keys()).filter((name) => name.startsWith("medverka-forum-"));
    await Promise.all(ours.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
    await self.clients.claim();
  };
  event.waitUntil(tidy());
});

const soon = () => new Promise((_resolve, reject) => setTimeout(reject, PATIENCE));

async function page(request) {
  const shell = await caches.match(FORUM.shell);
  if (!shell) return fetch(request);
  try {
    const response = await Promise.race([fetch(request), soon()]);
    return response.status < 500 ? response : shell;
  } catch {
    return shell;
  }
}

self.addEventListener("fetch", (event) => {
  const address = new URL(event.request.url);
  if (event.request.method !== "GET" || address.origin !== location.origin) return;
  if (event.request.mode === "navigate") {
    if (PAGE.test(address.pathname)) event.respondWith(page(event.request));
  } else if (FORUM.files.includes(address.pathname)) {
    event.respondWith(caches.match(address.pathname).then((kept) => kept || fetch(event.request)));
  }
});
