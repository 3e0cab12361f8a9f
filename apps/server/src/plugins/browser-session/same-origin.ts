import type { FastifyRequest } from 'fastify'

/**
 * Whether a request comes from a page of this server or from no browser at all. Scripts cannot change `Sec-Fetch-Site` and
 * `Origin`, and other clients have no cookie that a page could misuse. `Sec-Fetch-Site` is right behind any proxy. Browsers
 * leave it out over plain HTTP; then the hosts are compared.
 */
export function isSameOriginOrNoBrowser({
  headers,
  host,
}: Pick<FastifyRequest, 'headers' | 'host'>): boolean {
  const site = headers['sec-fetch-site']
  if (site !== undefined) return site === 'same-origin'
  return headers.origin === undefined || isOriginOf(headers.origin, host)
}

/**
 * Compares host and port, but not the scheme, because the server may not know that a proxy in front ends TLS. The scheme of
 * the origin gives the default port.
 */
function isOriginOf(origin: string, host: string): boolean {
  if (!/^https?:\/\//i.test(origin) || !URL.canParse(origin)) return false
  const { protocol, host: originHost } = new URL(origin)
  const ownUrl = `${protocol}//${host}`
  return URL.canParse(ownUrl) && new URL(ownUrl).host === originHost
}
