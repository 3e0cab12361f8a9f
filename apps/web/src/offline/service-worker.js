// Caches the files of the app, so that it opens without a network or a server. Tasks are not cached here: the app keeps them
// itself. The build inserts the file names, and a version that changes with any of them.
const FILES = __FILES__
// Where the app is: the folder of this file.
const BASE = new URL('.', location.href).pathname
const CACHE = `tandem-${__VERSION__}`

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES.map((file) => BASE + file))))
})

self.addEventListener('activate', (event) => {
  event.waitUntil(deleteOldCaches().then(() => self.clients.claim()))
})

// From a page that it does not control yet.
self.addEventListener('message', (event) => event.waitUntil(self.clients.claim()))

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== location.origin) return
  if (request.mode === 'navigate') event.respondWith(fetch(request).catch(() => caches.match(BASE)))
  // Their names contain a hash of their content, so a cached file is never stale.
  else if (pathname.startsWith(`${BASE}assets/`)) event.respondWith(cachedOrFetched(request))
})

async function cachedOrFetched(request) {
  return (await caches.match(request)) ?? fetch(request)
}

async function deleteOldCaches() {
  const names = await caches.keys()
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)))
}
