import type { Connection } from '../../engine/connection.ts'
import { pause } from './pause.ts'

/** How soon a lost worker is asked again. */
const RETRY_MS = 500

/** How long Citus may take, which asks every worker. */
const SETTLE_MS = 5_000

type Probe = (user: string) => Promise<boolean>

/**
 * Makes what is told of each loss of a worker. A transaction that was prepared there and not yet committed keeps its rows locked once
 * the worker is back, and Citus looks after such only every minute: until then their users' writes would wait, and time out. So it is asked
 * to as soon as the worker answers. Where the role may not ask that, it is left to Citus.
 */
export function createSettling(
  connection: Connection,
  isBack: Probe,
): (worker: string, user: string) => void {
  const lost = new Set<string>()

  async function settle(user: string): Promise<void> {
    do {
      await pause(RETRY_MS)
      if (connection.pool.ending) return
    } while (!(await isBack(user)))
    await connection.unhurried(async (session) => {
      await session.query(`SET statement_timeout = ${SETTLE_MS}`)
      await session.query('SELECT recover_prepared_transactions()')
    })
  }

  return (worker, user) => {
    if (lost.has(worker)) return
    lost.add(worker)
    settle(user)
      .catch(() => {})
      .finally(() => lost.delete(worker))
  }
}
