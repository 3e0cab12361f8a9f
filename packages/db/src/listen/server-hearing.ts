import { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Hear } from './listening.ts'

/** Milliseconds. A network that falls silent is noticed after at most `heartbeat` and `answer` together. */
const timeouts = { connection: 5_000, heartbeat: 2_000, answer: 3_000, farewell: 1_000 }

/** Listens to a PostgreSQL server over a connection of its own: one of a pool could be taken away. */
export function serverHearing(url: string): Hear {
  return (channel, onMessage, onLost) => {
    // Its own, because only so it can be hung up on: a connection that is silent does not answer a goodbye.
    const socket = new Socket()
    const client = new pg.Client({
      connectionString: url,
      application_name: 'tandem',
      stream: () => socket,
      keepAlive: true,
      keepAliveInitialDelayMillis: 10_000,
      connectionTimeoutMillis: timeouts.connection,
      query_timeout: timeouts.answer,
    })
    client.on('error', onLost)
    client.on('end', () => onLost(new Error('the connection ended')))
    client.on('notification', ({ payload = '' }) => onMessage(payload))

    const closing = new AbortController()
    const beat = async () => {
      for (;;) {
        await sleep(timeouts.heartbeat, undefined, { signal: closing.signal })
        await client.query('SELECT 1')
      }
    }
    const start = async () => {
      await client.connect()
      await client.query(`LISTEN ${client.escapeIdentifier(channel)}`)
      beat().catch(onLost)
    }

    return {
      listening: start(),
      close: async () => {
        closing.abort()
        const hangUp = setTimeout(() => socket.destroy(), timeouts.farewell)
        await client.end()
        clearTimeout(hangUp)
      },
    }
  }
}
