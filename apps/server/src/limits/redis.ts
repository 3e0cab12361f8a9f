import { Redis } from 'ioredis'

export interface RedisLog {
  warn(message: string): void
  info(message: string): void
}

/** A Redis that may go away at any time: whoever uses it can do without. */
interface OptionalRedis {
  client: Redis
  /** What `work` gives; undefined, and at once, while there is no connection. Never rejects. */
  attempt<T>(work: () => Promise<T>): Promise<T | undefined>
  close(): Promise<void>
}

/** How long one answer may take. The first that takes longer ends the connection, so no second call waits for it. */
const ANSWER_MS = 1_000

/** Connects in the background and again whenever the connection is lost, and logs each loss and each return once. */
export function connectRedis(url: string, log: RedisLog): OptionalRedis {
  const client = new Redis(url, {
    enableOfflineQueue: false,
    // A command whose connection broke has already been answered without Redis.
    maxRetriesPerRequest: 0,
    commandTimeout: ANSWER_MS,
    // A Redis that hangs keeps its connections open: without this, every call would wait for the limit above.
    socketTimeout: ANSWER_MS,
    // How long a closed connection may keep the process.
    disconnectTimeout: 100,
    // Not sooner: a server that accepts connections and then refuses to write would be called in a tight loop.
    retryStrategy: () => 1_000,
    // After a failover, the old primary lives on as a replica and keeps the connection.
    reconnectOnError: (error) => error.message.startsWith('READONLY'),
  })
  let lost = false
  let closing = false

  const failed = (error: unknown) => {
    if (lost || closing) return
    lost = true
    log.warn(`Redis is lost (${reason(error)}): each process limits rates on its own until it is back`)
  }
  const served = () => {
    if (!lost || client.status !== 'ready') return
    lost = false
    log.info('Redis is back: processes share their rate limits again')
  }
  const attempt: OptionalRedis['attempt'] = async (work) => {
    if (client.status !== 'ready') return undefined
    try {
      const result = await work()
      served()
      return result
    } catch (error) {
      failed(error)
      return undefined
    }
  }

  client.on('error', failed)
  client.on('close', () => failed(new Error('connection closed')))
  // A connection is no proof: a replica, or a Redis whose memory is full, answers and does not write.
  client.on('ready', () => void attempt(() => client.set('tandem:ready', '', 'EX', 1)))

  return {
    client,
    attempt,
    async close() {
      closing = true
      // Between two connections there is none whose end could be waited for.
      const open = !['reconnecting', 'end'].includes(client.status)
      const ended = open && new Promise((resolve) => client.once('end', resolve))
      client.disconnect()
      await ended
    },
  }
}

/** Never the URL, which holds a password. Node leaves the message empty where several addresses refused. */
function reason(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.message || ('code' in error && String(error.code)) || error.name
}
