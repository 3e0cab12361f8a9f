// Keeps the app itself, so that it opens, and every page and dialog of it, without a network or a server. Tasks are not
// kept here. The build puts in the names of its files, and a version that is another whenever one of them is.
const FILES = __FILES__
const CACHE = `tandem-${__VERSION__}`

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES)))
})

self.addEventListener('activate', (event) => {
  event.waitUntil(forgetOthers().then(() => self.clients.claim()))
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== location.origin) return
  if (request.mode === 'navigate') event.respondWith(fetch(request).catch(() => caches.match('/')))
  // Their names change with what is in them.
  else if (pathname.startsWith('/assets/')) event.respondWith(kept(request))
})

async function kept(request) {
  return (await caches.match(request)) ?? fetch(request)
}

async function forgetOthers() {
  const names = await caches.keys()
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)))
}
