import type pg from 'pg'
import type { Hear } from './listening.ts'

/**
 * Listens to PGlite on the one connection of its pool. PGlite has one session: whatever notifies is sent over that
 * connection, and the notifications come back with the answers to its queries.
 */
export function pgliteHearing(pool: pg.Pool): Hear {
  return (channel, onMessage, onLost) => {
    const onNotification = (message: pg.Notification) => {
      if (message.channel === channel) onMessage(message.payload ?? '')
    }
    const onEnd = () => onLost(new Error('the connection was replaced'))
    let listening: pg.PoolClient | undefined
    let closed = false

    const start = async () => {
      const client = await pool.connect()
      let failed = true
      try {
        if (!closed) {
          listening = client.on('notification', onNotification).on('end', onEnd)
          await client.query(`LISTEN ${client.escapeIdentifier(channel)}`)
        }
        failed = false
      } finally {
        // It stays open, and others use it: there is no other.
        client.release(failed)
      }
    }

    return {
      listening: start(),
      // There may be other listeners of the channel: no UNLISTEN.
      close: async () => {
        closed = true
        listening?.off('notification', onNotification).off('end', onEnd)
      },
    }
  }
}
