import { isIPv4, isIPv6, SocketAddress } from 'node:net'
import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
} from 'rate-limiter-flexible'
import { connectRedis, type RedisLog } from './redis.ts'

/** One limit, as it stands after it was asked. */
export interface LimitState {
  policy: 'calls' | 'attempts'
  limit: number
  windowSeconds: number
  remaining: number
  /** Whole seconds until the window ends and everything is there again; at least 1. */
  resetSeconds: number
  allowed: boolean
}

export interface RateLimits {
  /**
   * Takes `cost`, a whole number from 1, from what `key` has left, all of it or none: what does not fit is refused
   * and costs 1, as asking does. Null where the limit is turned off (0). Never rejects.
   */
  take(policy: LimitState['policy'], key: string, cost: number): Promise<LimitState | null>
  close(): Promise<void>
}

interface RateLimitOptions {
  /** How many of each a key has in a window; 0 turns the limit off. */
  calls: number
  attempts: number
  /** Shares the counts between processes. Without it, or while it is lost, each process has its own. */
  redisUrl?: string | undefined
  log: RedisLog
  /** Whole seconds, 60 where nothing is said. A window starts with a key's first call, and no call prolongs it. */
  windowSeconds?: number
}

/** Counts calls and attempts, in Redis where there is one. */
export function createRateLimits(options: RateLimitOptions): RateLimits {
  const { redisUrl, log, windowSeconds = 60 } = options
  const redis = redisUrl === undefined ? undefined : connectRedis(redisUrl, log)

  function createLimit(policy: LimitState['policy']) {
    const limit = options[policy]
    if (limit === 0) return undefined
    const common = { keyPrefix: `tandem:${policy}`, points: limit, duration: windowSeconds }
    // What bounds it: a key leaves with its window, by a timer that does not keep the process, and nobody makes a
    // new key without a request. A flood of addresses holds one window's worth of them, never more.
    const own = new RateLimiterMemory(common)
    // Its own `insuranceLimiter` would fall back without a word, and so would be missing from the log.
    const shared = redis && new RateLimiterRedis({ ...common, storeClient: redis.client })

    return async (key: string, cost: number): Promise<LimitState> => {
      const answer = shared && (await redis.attempt(() => takeWhole(shared, key, cost)))
      const { allowed, remaining, ms } = answer ?? (await takeWhole(own, key, cost))
      return {
        policy,
        limit,
        windowSeconds,
        remaining,
        resetSeconds: Math.max(1, Math.ceil(ms / 1000)),
        allowed,
      }
    }
  }

  const limits = { calls: createLimit('calls'), attempts: createLimit('attempts') }
  return {
    take: async (policy, key, cost) => (await limits[policy]?.(key, cost)) ?? null,
    close: async () => redis?.close(),
  }
}

/**
 * The limiter counts what it refuses, which would let one batch too many use up what single calls still have; giving
 * it back would let it be tried again for nothing, for ever. So 1 is taken first, and the rest only where it fits.
 * Two that fit one by one and not together may both be told so: then the second counts whole, and never too little.
 */
async function takeWhole(limiter: RateLimiterAbstract, key: string, cost: number) {
  const first = await consume(limiter, key, 1)
  if (!first.allowed || cost <= 1) return first
  if (first.remaining < cost - 1) return { ...first, allowed: false }
  return consume(limiter, key, cost - 1)
}

async function consume(limiter: RateLimiterAbstract, key: string, points: number) {
  try {
    return read(await limiter.consume(key, points), true)
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return read(refusal, false)
    throw refusal
  }
}

function read({ remainingPoints, msBeforeNext }: RateLimiterRes, allowed: boolean) {
  return { allowed, remaining: remainingPoints, ms: msBeforeNext }
}

/**
 * The header fields of draft-ietf-httpapi-ratelimit-headers-10, and `Retry-After` where one of the limits refused.
 * Each policy may be there once.
 */
export function rateLimitHeaders(states: LimitState[]): Record<string, string> {
  if (states.length === 0) return {}
  const list = (item: (state: LimitState) => string) =>
    states.map((state) => `"${state.policy}";${item(state)}`).join(', ')
  const waits = states.filter(({ allowed }) => !allowed).map(({ resetSeconds }) => resetSeconds)
  return {
    'RateLimit-Policy': list(({ limit, windowSeconds }) => `q=${limit};w=${windowSeconds}`),
    RateLimit: list(({ remaining, resetSeconds }) => `r=${remaining};t=${resetSeconds}`),
    ...(waits.length > 0 && { 'Retry-After': String(Math.max(...waits)) }),
  }
}

/**
 * What an address is counted under: IPv4 as it is, IPv6 as its /64, all of which one subscriber has. Whatever is no
 * address, which a proxy may pass on from anybody, shares one key.
 */
export function addressKey(ip: string): string {
  // Some proxies append the port to `X-Forwarded-For`, which would give each connection a key of its own.
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

/** Without a zone, which is this machine's own name for where an address is. */
function canonicalIPv6(address: string): string {
  return new SocketAddress({ address, family: 'ipv6' }).address
}
