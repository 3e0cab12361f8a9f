import {
  type RateLimiterAbstract,
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
} from 'rate-limiter-flexible'
import type { RedisLog, RedisTiming } from '../redis/connect.ts'

/** The state of one limit after a call took from it. */
export interface LimitState {
  policy: 'calls' | 'attempts'
  limit: number
  windowSeconds: number
  remaining: number
  /** Whole seconds until the window ends and the limit is whole again; at least 1. */
  resetSeconds: number
  allowed: boolean
}

export interface RateLimits {
  /**
   * Takes `cost`, a whole number from 1, from what `key` has left. If it does not fit, it is refused and costs 1. Null if
   * the limit is turned off (0). Never rejects. A `network` contains many keys and has four times the limit of one; of the
   * two states it resolves to the one that leaves less.
   */
  take(
    policy: LimitState['policy'],
    key: string,
    cost: number,
    network?: string | undefined,
  ): Promise<LimitState | null>
  /** How often each limit refused since the start, in this process. */
  refusals(): Record<LimitState['policy'], number>
  close(): Promise<void>
}

export interface RateLimitOptions {
  /** Points of a key in one window; 0 turns the limit off. */
  calls: number
  attempts: number
  /** Shares the counts between processes. Without it, and while it is lost, each process counts alone. */
  redisUrl?: string | undefined
  redisTiming?: RedisTiming
  log: RedisLog
  /** Whole seconds. Default: 60. A window starts with a key's first call, and later calls do not extend it. */
  windowSeconds?: number
}

/** How much more a network may use than one of its keys: the offices of one site share it, or the customers of a provider. */
const NETWORK_FACTOR = 4

const MEANING = {
  lost: 'each process limits rates on its own until it is back',
  back: 'processes share their rate limits again',
}

/** Counts calls and attempts, in Redis if there is one. */
export async function createRateLimits(options: RateLimitOptions): Promise<RateLimits> {
  const { redisUrl, redisTiming, log, windowSeconds = 60 } = options
  const redis =
    redisUrl === undefined
      ? undefined
      : (await import('../redis/connect.ts')).connectRedis(redisUrl, log, MEANING, redisTiming)

  function createLimit(policy: LimitState['policy'], prefix: string, limit: number) {
    if (limit === 0) return undefined
    const common = { keyPrefix: prefix, points: limit, duration: windowSeconds }
    // Its size is bounded: a key is removed by a timer when its window ends, and each new key costs a request.
    const local = new RateLimiterMemory(common)
    // The library's `insuranceLimiter` falls back silently, so that the loss would not be logged.
    const shared = redis && new RateLimiterRedis({ ...common, storeClient: redis.client })

    return async (key: string, cost: number): Promise<LimitState> => {
      const taken = shared && (await redis.attempt(() => takeAllOrOne(shared, key, cost)))
      const { allowed, remaining, ms } = taken ?? (await takeAllOrOne(local, key, cost))
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

  const createLimits = (policy: LimitState['policy']) => ({
    ofKey: createLimit(policy, `tandem:${policy}`, options[policy]),
    ofNetwork: createLimit(policy, `tandem:${policy}:network`, options[policy] * NETWORK_FACTOR),
  })
  const limits = { calls: createLimits('calls'), attempts: createLimits('attempts') }
  const refusals = { calls: 0, attempts: 0 }

  async function takeBoth(
    policy: LimitState['policy'],
    key: string,
    cost: number,
    network: string | undefined,
  ): Promise<LimitState | null> {
    const { ofKey, ofNetwork } = limits[policy]
    const state = (await ofKey?.(key, cost)) ?? null
    // What a key is refused does not use up what its neighbours have.
    if (!state?.allowed || !ofNetwork || network === undefined) return state
    const around = await ofNetwork(network, cost)
    return around.allowed && around.remaining >= state.remaining ? state : around
  }

  return {
    take: async (policy, key, cost, network) => {
      const state = await takeBoth(policy, key, cost, network)
      if (state?.allowed === false) refusals[policy] += 1
      return state
    },
    refusals: () => refusals,
    close: async () => redis?.close(),
  }
}

/**
 * The limiter also counts what it refuses, so a refused batch would use up what single calls still have. Giving points back
 * would make retries free. So 1 is taken first, and the rest only if it fits. Of two concurrent batches that only fit one by
 * one, both may pass that test; then the second is refused at its full cost.
 */
async function takeAllOrOne(limiter: RateLimiterAbstract, key: string, cost: number) {
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
 * The headers of draft-ietf-httpapi-ratelimit-headers-10, and `Retry-After` if one of the limits refused. Expects at most
 * one state per policy.
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
