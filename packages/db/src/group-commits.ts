import pg from 'pg'
import { ask, type Run } from './statements.ts'

/**
 * Runs statements that write, by whose they are, each a transaction of its own as far as it can tell. Those that come
 * while others are under way are run one after another, and share one commit. Each is answered when it is committed.
 */
export type WritesOf = (owner: string) => Run

interface Write {
  owner: string
  sql: string
  values: readonly unknown[]
  resolve(rows: object[]): void
  reject(error: unknown): void
}

/** How many share a commit: the first of them waits for the last. */
const MOST_IN_GROUP = 50

/** Milliseconds that others wait for a write which waits for a lock. */
const PATIENCE = 50

/** Milliseconds for which the writes of an owner are run by themselves, after one was in the way of others'. */
const APART = 1_000

const BEGIN = `BEGIN; SET LOCAL lock_timeout = ${PATIENCE}`
const IN_FAILED_TRANSACTION = '25P02'

/** `alone` runs a statement by itself, and is how each is run where there is no other. */
export function groupCommits(
  pool: pg.Pool,
  nameOf: (query: { sql: string }) => string,
  alone: Run,
): WritesOf {
  const waiting: Write[] = []
  const apart = new Set<string>()
  let isUnderWay = false

  return (owner) =>
    <Row extends object>(sql: string, values: readonly unknown[]) => {
      if (apart.has(owner)) return alone<Row>(sql, values)
      return new Promise<Row[]>((resolve, reject) => {
        // What a statement answers is known to whoever wrote it.
        waiting.push({ owner, sql, values, resolve: resolve as Write['resolve'], reject })
        if (!isUnderWay) void goOn()
      })
    }

  async function goOn(): Promise<void> {
    isUnderWay = true
    while (waiting.length > 0) {
      const group = waiting.splice(0, MOST_IN_GROUP)
      const [first, second] = group
      await (first && !second ? runFirst(first) : runGroup(group))
    }
    isUnderWay = false
  }

  /** Runs one for which no other has to wait long. */
  function runFirst(write: Write): Promise<void> {
    return new Promise((resolve) => {
      const patience = setTimeout(() => {
        setApart(write.owner)
        resolve()
      }, PATIENCE)
      void runAlone([write]).then(() => {
        clearTimeout(patience)
        resolve()
      })
    })
  }

  /** Never rejects. */
  async function runGroup(group: Write[]): Promise<void> {
    // In one order, so that two processes which need some of the same counters do not wait for each other.
    group.sort((a, b) => (a.owner < b.owner ? -1 : a.owner > b.owner ? 1 : 0))
    try {
      const outcomes = await together(group)
      if (outcomes) {
        for (const [i, { resolve, reject }] of group.entries()) outcomes[i]?.then(resolve, reject)
      } else {
        void runAlone(group)
      }
    } catch (error) {
      for (const { reject } of group) reject(error)
    }
  }

  async function runAlone(writes: readonly Write[]): Promise<void> {
    await Promise.all(
      writes.map(({ sql, values, resolve, reject }) => alone(sql, values).then(resolve, reject)),
    )
  }

  /**
   * Runs a group as one transaction, all of it sent at once, and answers what became of each. Undefined where one of them
   * failed, and so nothing has happened: the others are not to suffer for it. Rejects where the commit itself did, and
   * nobody may know.
   */
  async function together(group: readonly Write[]): Promise<Promise<object[]>[] | undefined> {
    const client = await pool.connect().catch(() => undefined)
    if (!client) return undefined
    const begun = client.query(BEGIN)
    const answers = group.map(({ sql, values }) => ask(client, nameOf({ sql }), sql, values))
    const committing = client.query('COMMIT')
    const [, ...outcomes] = await Promise.allSettled([begun, ...answers])
    let isBroken = false
    try {
      const { command } = await committing
      // Where a statement has failed, a commit is a rollback. What could not even be sent fails alone.
      if (command === 'COMMIT') return answers
      setApart(group[outcomes.findIndex(isCulprit)]?.owner)
      return undefined
    } catch (error) {
      isBroken = !(error instanceof pg.DatabaseError)
      throw error
    } finally {
      client.release(isBroken)
    }
  }

  function setApart(owner: string | undefined): void {
    if (owner === undefined) return
    apart.add(owner)
    setTimeout(() => apart.delete(owner), APART).unref()
  }
}

/** Whether it failed by itself, and not because another of its transaction had. */
function isCulprit(outcome: PromiseSettledResult<unknown>): boolean {
  if (outcome.status === 'fulfilled') return false
  const { reason } = outcome
  return !(reason instanceof pg.DatabaseError && reason.code === IN_FAILED_TRANSACTION)
}
