import { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { ServerClock } from './server-clock.ts'
import type { Subscribe } from './subscription.ts'

/** In ms. A network that falls silent is noticed after `heartbeat` and `answer` together at most. */
const TIMINGS = { connection: 5_000, heartbeat: 250, answer: 2_000, goodbye: 1_000 }

const HEARTBEAT = 'SELECT (extract(epoch FROM clock_timestamp()) * 1000)::float8 AS time'

interface ServerSubscriptionOptions {
  /** Is set by every answer of the server. */
  clock: Pick<ServerClock, 'observe'>
  timings?: Partial<typeof TIMINGS>
}

/** Subscribes to a PostgreSQL server, each time over a connection outside the pool, which would close it when idle. */
export function serverSubscribe(url: string, { clock, timings = {} }: ServerSubscriptionOptions): Subscribe {
  const { connection, heartbeat, answer, goodbye } = { ...TIMINGS, ...timings }
  return (channel, onMessage, onLost, onAnswer) => {
    // Kept here so that it can be destroyed: on a silent network the driver's goodbye is never answered.
    const socket = new Socket()
    const client = new pg.Client({
      connectionString: url,
      application_name: `tandem ${channel}`,
      stream: () => socket,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      connectionTimeoutMillis: connection,
      query_timeout: answer,
    })
    client.on('error', onLost)
    client.on('end', () => onLost(new Error('the connection ended')))
    client.on('notification', ({ payload = '' }) => onMessage(payload))

    const closing = new AbortController()
    /** Whatever was committed before the server got this query, it notifies before the answer. */
    const ask = async () => {
      const [since, sentAt] = [performance.now(), Date.now()]
      const { rows } = await client.query<{ time: number }>(HEARTBEAT)
      for (const { time } of rows) clock.observe({ sentAt, serverTime: time, receivedAt: Date.now() })
      onAnswer(since)
    }
    const beat = async () => {
      for (;;) {
        await sleep(heartbeat, undefined, { signal: closing.signal })
        await ask()
      }
    }
    const start = async () => {
      await client.connect()
      await client.query(`LISTEN ${client.escapeIdentifier(channel)}`)
      await ask()
      beat().catch(onLost)
    }

    return {
      confirmed: start(),
      close: async () => {
        closing.abort()
        const hangUp = setTimeout(() => socket.destroy(), goodbye)
        await client.end()
        clearTimeout(hangUp)
      },
    }
  }
}
