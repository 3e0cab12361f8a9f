import type pg from 'pg'
import { pipeline } from './pipeline.ts'
import type { Run } from './statements.ts'

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

const BE_PATIENT = { sql: `SELECT set_config('lock_timeout', '${PATIENCE}', true)`, values: [] }

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
      const rows = await together(group)
      if (rows) {
        for (const [i, { resolve }] of group.entries()) resolve(rows[i] ?? [])
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
   * Runs a group as one transaction, and answers the rows of each. Undefined where one of them failed, and so nothing has
   * happened: the others are not to suffer for it. Rejects where nobody knows whether it was committed.
   */
  async function together(group: readonly Write[]): Promise<object[][] | undefined> {
    const client = await pool.connect().catch(() => undefined)
    if (!client) return undefined
    const statements = [BE_PATIENT, ...group].map((statement) => ({ name: nameOf(statement), ...statement }))
    const outcome = await pipeline(client, statements)
    if (Array.isArray(outcome)) {
      client.release()
      return outcome.slice(1)
    }
    client.release(outcome.isBroken)
    if (!outcome.isUndone) throw outcome.error
    setApart(group[outcome.failed - 1]?.owner)
    return undefined
  }

  function setApart(owner: string | undefined): void {
    if (owner === undefined) return
    apart.add(owner)
    setTimeout(() => apart.delete(owner), APART).unref()
  }
}
