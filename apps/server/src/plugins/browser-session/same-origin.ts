import type { FastifyRequest } from 'fastify'

/**
 * Whether a request may be from a page of this very server. Browsers say where it is from, and no script can change what
 * they say; what is no browser says nothing, and has no cookies that a page could misuse. `Sec-Fetch-Site` is the browser's
 * own judgement, which no proxy in between can upset; without it, which is over plain HTTP, hosts are compared.
 */
export function maySameOrigin({ headers, host }: Pick<FastifyRequest, 'headers' | 'host'>): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin'
  return headers.origin === undefined || isOriginOf(headers.origin, host)
}

/**
 * By host and port, and not by scheme: behind a proxy that ends TLS the server may not know of it. The scheme of the origin
 * says which port goes without saying.
 */
function isOriginOf(origin: string, host: string): boolean {
  if (!/^https?:\/\//i.test(origin) || !URL.canParse(origin)) return false
  const { protocol, host: theirs } = new URL(origin)
  const own = `${protocol}//${host}`
  return URL.canParse(own) && new URL(own).host === theirs
}
