import type pg from 'pg'
import type { Subscribe } from './subscription.ts'

/**
 * Subscribes over the one connection of PGlite's pool. PGlite has a single session: every NOTIFY comes from it, and the
 * notifications arrive with the answers to its queries.
 */
export function pgliteSubscribe(pool: pg.Pool): Subscribe {
  return (channel, onMessage, onLost) => {
    const onNotification = (message: pg.Notification) => {
      if (message.channel === channel) onMessage(message.payload ?? '')
    }
    const onEnd = () => onLost(new Error('the connection was replaced'))
    let subscribed: pg.PoolClient | undefined
    let isClosed = false

    const start = async () => {
      const client = await pool.connect()
      let isBroken = true
      try {
        if (!isClosed) {
          subscribed = client.on('notification', onNotification).on('end', onEnd)
          await client.query(`LISTEN ${client.escapeIdentifier(channel)}`)
        }
        isBroken = false
      } finally {
        // Back to the pool, subscribed: everything else needs this connection too.
        client.release(isBroken)
      }
    }

    return {
      confirmed: start(),
      // Without UNLISTEN: others may listen to the same channel.
      close: async () => {
        isClosed = true
        subscribed?.off('notification', onNotification).off('end', onEnd)
      },
    }
  }
}
