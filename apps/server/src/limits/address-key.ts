import { isIPv4 } from 'node:net'
import type { FastifyRequest } from 'fastify'
import ipaddr from 'ipaddr.js'

type Address = ipaddr.IPv4 | ipaddr.IPv6

/**
 * The caller's address without port and zone, an IPv4 address also where it is written as IPv6. A proxy may pass on what is
 * not an address: then it is the address that the connection came from.
 */
export function callerAddress({ ip, socket }: Pick<FastifyRequest, 'ip' | 'socket'>): string {
  // Every call asks, and most addresses are as plain as this.
  if (isIPv4(ip)) return ip
  return (parse(ip) ?? parse(socket.remoteAddress ?? ''))?.toString() ?? 'unknown'
}

/** What an address is counted under. */
export interface AddressKeys {
  /** The address. Of IPv6 the /64, since one subscriber has all of it. */
  key: string
  /** Of IPv6 the /48, which one site can have all of. */
  network?: string
}

/** What is not an address shares one key. */
export function addressKeys(ip: string): AddressKeys {
  const address = parse(ip)
  if (!address) return { key: 'unknown' }
  if (address instanceof ipaddr.IPv4) return { key: address.toString() }
  return { key: prefix(address, 64), network: prefix(address, 48) }
}

function prefix({ parts }: ipaddr.IPv6, bits: 48 | 64): string {
  const kept = parts.map((part, i) => (i < bits / 16 ? part : 0))
  return `${new ipaddr.IPv6(kept).toRFC5952String()}/${bits}`
}

/** Some proxies append the port to `X-Forwarded-For`. Each connection would get a key of its own. */
function parse(text: string): Address | undefined {
  const [, bracketed, v4] = /^(?:\[([^\]]+)\]|([\d.]+))(?::\d+)?$/.exec(text) ?? []
  const address = bracketed ?? v4 ?? text
  // The library also reads other forms of IPv4, such as a single number.
  if (ipaddr.IPv4.isValidFourPartDecimal(address)) return ipaddr.IPv4.parse(address)
  if (!ipaddr.IPv6.isValid(address)) return undefined
  const { parts } = ipaddr.IPv6.parse(address)
  return ipaddr.process(new ipaddr.IPv6(parts).toString())
}
