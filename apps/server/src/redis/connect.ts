import { Redis } from 'ioredis'

export interface RedisLog {
  warn(message: string): void
  info(message: string): void
}

/** A Redis that may be lost at any time. Its users have a fallback. */
export interface OptionalRedis {
  client: Redis
  /** The result of `work`, or undefined if it failed. Immediately undefined without a connection. Never rejects. */
  attempt<T>(work: () => Promise<T>): Promise<T | undefined>
  close(): Promise<void>
}

export interface RedisTiming {
  /** Time allowed for one reply. A later one ends the connection, so that no other call waits that long. */
  replyTimeoutMs: number
  /** A server that accepts connections but refuses writes must not be called in a tight loop. */
  retryDelayMs: number
}

/** What its loss and its return mean, for the log. */
interface Meaning {
  lost: string
  back: string
}

const DEFAULT_TIMING: RedisTiming = { replyTimeoutMs: 1_000, retryDelayMs: 1_000 }

/** Connects in the background, reconnects after each loss, and logs each loss and each return once. */
export function connectRedis(
  url: string,
  log: RedisLog,
  { lost, back }: Meaning,
  { replyTimeoutMs, retryDelayMs } = DEFAULT_TIMING,
): OptionalRedis {
  const client = new Redis(url, {
    enableOfflineQueue: false,
    // After a broken connection the caller has already used its fallback.
    maxRetriesPerRequest: 0,
    commandTimeout: replyTimeoutMs,
    // A Redis that hangs keeps its connections open. Without this, every call would wait for `commandTimeout`.
    socketTimeout: replyTimeoutMs,
    // How long a closed connection may keep the process alive.
    disconnectTimeout: 100,
    retryStrategy: () => retryDelayMs,
    // After a failover the old primary may stay up as a replica and keep the connection.
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
  })
  let isLost = false
  let isClosing = false

  const noteFailure = (error: unknown) => {
    if (isLost || isClosing) return
    isLost = true
    log.warn(`Redis is lost (${reason(error)}): ${lost}`)
  }
  const noteSuccess = () => {
    if (!isLost || client.status !== 'ready') return
    isLost = false
    log.info(`Redis is back: ${back}`)
  }
  const attempt: OptionalRedis['attempt'] = async (work) => {
    if (client.status !== 'ready') return undefined
    try {
      const result = await work()
      noteSuccess()
      return result
    } catch (error) {
      noteFailure(error)
      return undefined
    }
  }

  client.on('error', noteFailure)
  client.on('close', () => noteFailure(new Error('connection closed')))
  // A connection proves nothing: a replica, or a Redis with full memory, replies but refuses writes.
  client.on('ready', () => void attempt(() => client.set('tandem:ready', '', 'EX', 1)))

  return {
    client,
    attempt,
    async close() {
      isClosing = true
      // While it waits to reconnect there is no connection to wait for.
      const open = !['reconnecting', 'end'].includes(client.status)
      const ended = open && new Promise((resolve) => client.once('end', resolve))
      client.disconnect()
      await ended
    },
  }
}

/** Without the URL, which holds a password. Node leaves the message empty if several addresses refused. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.message || ('code' in error && String(error.code)) || error.name
}
