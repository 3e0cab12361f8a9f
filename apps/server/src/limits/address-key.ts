import { isIPv4, isIPv6, SocketAddress } from 'node:net'

/**
 * The key under which an address is counted. IPv6 addresses count by their /64, since one subscriber has all of it. What is
 * not an address, as a proxy may pass on from anybody, shares one key.
 */
export function addressKey(ip: string): string {
  // Some proxies append the port to `X-Forwarded-For`. Each connection would get a key of its own.
  const [, bracketed, v4] = /^(?:\[(.+)\]|([\d.]+))(?::\d+)?$/.exec(ip) ?? []
  const address = bracketed ?? v4 ?? ip
  if (isIPv4(address)) return address
  if (!isIPv6(address)) return 'unknown'

  const canonical = canonicalIPv6(address)
  const mapped = canonical.replace(/^::ffff:/, '')
  if (isIPv4(mapped)) return mapped
  const [head = [], tail = []] = canonical.split('::').map((side) => side.split(':').filter(Boolean))
  const zeros = Array<string>(8 - head.length - tail.length).fill('0')
  return `${canonicalIPv6(`${[...head, ...zeros, ...tail].slice(0, 4).join(':')}::`)}/64`
}

/** `SocketAddress` also removes the zone, which only has meaning on this machine. */
function canonicalIPv6(address: string): string {
  return new SocketAddress({ address, family: 'ipv6' }).address
}
