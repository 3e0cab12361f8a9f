import { randomUUID } from 'node:crypto'
import { type AnswerStore, type KeptAnswer, MAX_PARTITION_BYTES, type Seal } from '@tandem/api'
import { connectRedis, type RedisLog, type RedisTiming } from './connect.ts'

interface RedisStoreOptions {
  url: string
  log: RedisLog
  timing?: RedisTiming
  /** Answers are encrypted: a Redis is often shared, and rarely guarded like the database. */
  seal: Seal
  clock: () => Date
  /** The longest time for which an answer is kept, in seconds. */
  longestTtl: number
  maxUnsent?: number
}

const MEANING = { lost: 'no answers are kept until it is back', back: 'answers are kept again' }

/** How long a partition lives after its last answer: longer than any read that may still add one. */
const SPARE_MS = 60_000

/**
 * A partition is a hash. Its field `generation` is random and never comes back: an answer that was read before the partition
 * was dropped finds another there, or none.
 */
const BEGIN = `
  redis.call('HSETNX', KEYS[1], 'generation', ARGV[1])
  redis.call('PEXPIRE', KEYS[1], ARGV[2])
  return redis.call('HGET', KEYS[1], 'generation')`

const KEEP = `
  if redis.call('HGET', KEYS[1], 'generation') ~= ARGV[1] then return 0 end
  if redis.call('HINCRBY', KEYS[1], 'bytes', #ARGV[2] + #ARGV[3]) > tonumber(ARGV[4]) then
    redis.call('UNLINK', KEYS[1])
    return 0
  end
  redis.call('HSET', KEYS[1], ARGV[2], ARGV[3])
  redis.call('PEXPIRE', KEYS[1], ARGV[5])
  return 1`

/** Keeps answers in Redis, for all processes. While it is lost, nothing is found and nothing is kept. */
export function createRedisStore(options: RedisStoreOptions): AnswerStore {
  const { url, log, timing, seal, clock, longestTtl, maxUnsent = 10_000 } = options
  const lifetime = longestTtl * 1000 + SPARE_MS
  const { client, attempt, close } = connectRedis(url, log, MEANING, timing)
  /** Partitions whose drop has not reached Redis, or not yet, each with a mark of its latest drop. */
  const unsent = new Map<string, symbol>()
  /** Until then nothing is found, because a drop was not remembered. Everything kept before it has expired then. */
  let unusableUntil = 0

  async function sendDrops(): Promise<void> {
    const sent = [...unsent]
    if (sent.length === 0) return
    const done = await attempt(() => client.unlink(...sent.map(([partition]) => hashOf(partition))))
    if (done === undefined) return
    for (const [partition, mark] of sent) if (unsent.get(partition) === mark) unsent.delete(partition)
  }
  client.on('ready', () => void sendDrops())

  async function find(partition: string, key: string) {
    if (unsent.has(partition) || clock().getTime() < unusableUntil) return undefined
    const hash = hashOf(partition)
    const read = await attempt(() => client.hmgetBuffer(hash, 'generation', key))
    if (read === undefined) return undefined
    const [known, sealed] = read
    const generation =
      known?.toString() ?? (await attempt(() => client.eval(BEGIN, 1, hash, randomUUID(), lifetime)))
    if (generation === undefined) return undefined
    // Binds an answer to its place: one that was copied to another is none.
    const place = `${partition} ${key} `
    return {
      answer: sealed ? open(sealed, place) : undefined,
      keep: ({ json, expiresAt }: KeptAnswer) => {
        const value = Buffer.from(seal.close(`${place}${expiresAt} ${json}`))
        const args = [String(generation), key, value, MAX_PARTITION_BYTES, lifetime]
        void attempt(() => client.eval(KEEP, 1, hash, ...args))
      },
    }
  }

  function open(sealed: Buffer, place: string): KeptAnswer | undefined {
    try {
      const text = seal.open(sealed)
      if (!text.startsWith(place)) return undefined
      const end = text.indexOf(' ', place.length)
      return { expiresAt: Number(text.slice(place.length, end)), json: text.slice(end + 1) }
    } catch {
      // Sealed with a secret that is no longer in use, or by somebody else.
      return undefined
    }
  }

  return {
    find,
    async drop(partitions) {
      for (const partition of partitions) {
        if (unsent.size < maxUnsent || unsent.has(partition)) unsent.set(partition, Symbol())
        else unusableUntil = clock().getTime() + longestTtl * 1000
      }
      await sendDrops()
    },
    close,
  }
}

function hashOf(partition: string): string {
  return `tandem:answers:${partition}`
}
