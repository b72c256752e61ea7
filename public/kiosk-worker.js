/*
 * Keeps the check-in desk of a lab's tablet, and what it is made of, so that it opens without a network.
 * What is entered there is kept and sent by the page; nothing of the API passes here.
 */
const CACHE = 'kiosk'

self.addEventListener('install', () => self.skipWaiting())
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()))

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin || pathname.startsWith('/api/') || pathname.startsWith('/__')) return
  event.respondWith(pathname.startsWith('/assets/') ? keptFirst(request) : newestFirst(request))
})

/** The page names all that it is made of; what an older one was made of goes. */
self.addEventListener('message', (event) => {
  const { keep } = event.data ?? {}
  if (Array.isArray(keep)) event.waitUntil(keepOnly(keep.map((each) => new URL(each, self.location.origin).href)))
})

async function keepOnly(urls) {
  const cache = await caches.open(CACHE)
  await Promise.all(urls.map(async (url) => {
    if ((await cache.match(url, { ignoreVary: true })) === undefined) await put(cache, url, await fetch(url, { cache: 'no-cache' }))
  }))
  const kept = await cache.keys()
  await Promise.all(kept.filter(({ url }) => !urls.includes(url)).map((each) => cache.delete(each, { ignoreVary: true })))
}

/** Its address says what it holds: it never changes. */
async function keptFirst(request) {
  const cache = await caches.open(CACHE)
  return (await cache.match(request.url, { ignoreVary: true })) ?? newestFirst(request)
}

async function newestFirst(request) {
  const cache = await caches.open(CACHE)
  try {
    const response = await fetch(request)
    if ((await cache.match(request.url, { ignoreVary: true })) !== undefined) await put(cache, request.url, response.clone())
    return response
  } catch (error) {
    const kept = await cache.match(request.url, { ignoreVary: true })
    if (kept !== undefined) return kept
    throw error
  }
}

async function put(cache, url, response) {
  if (response.ok) await cache.put(url, response)
}
