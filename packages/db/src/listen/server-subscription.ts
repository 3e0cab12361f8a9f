import { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Subscribe } from './subscription.ts'

/** In ms. A network that falls silent is noticed after `heartbeat` and `answer` together at most. */
const TIMINGS = { connection: 5_000, heartbeat: 2_000, answer: 3_000, goodbye: 1_000 }

/** Subscribes to a PostgreSQL server, each time over a connection outside the pool, which would close it when idle. */
export function serverSubscribe(url: string, timings: Partial<typeof TIMINGS> = {}): Subscribe {
  const { connection, heartbeat, answer, goodbye } = { ...TIMINGS, ...timings }
  return (channel, onMessage, onLost) => {
    // Kept here so that it can be destroyed: on a silent network the driver's goodbye is never answered.
    const socket = new Socket()
    const client = new pg.Client({
      connectionString: url,
      application_name: 'tandem',
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
    const beat = async () => {
      for (;;) {
        await sleep(heartbeat, undefined, { signal: closing.signal })
        await client.query('SELECT 1')
      }
    }
    const start = async () => {
      await client.connect()
      await client.query(`LISTEN ${client.escapeIdentifier(channel)}`)
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
