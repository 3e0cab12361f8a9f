import pg from 'pg'
import type { Run } from './statements.ts'

/**
 * Runs statements that write, each a transaction of its own as far as it can tell. Those of one owner take turns at
 * the owner's revision counter, each until its commit has reached the disk: so those that come meanwhile are run one
 * after another, and share one commit. Each is answered when it is committed.
 */
export type WritesOf = (owner: string) => Run

interface Write {
  sql: string
  values: readonly unknown[]
  resolve(rows: object[]): void
  reject(error: unknown): void
}

/** How many share a commit: the first of them waits for the last. */
const MOST_IN_GROUP = 50

/** `alone` runs a statement by itself, and is how each is run where there is no other. */
export function groupCommits(
  pool: pg.Pool,
  nameOf: (query: { sql: string }) => string,
  alone: Run,
): WritesOf {
  /** By owner, while a write of theirs is under way: those that wait for it. */
  const waiting = new Map<string, Write[]>()

  return (owner) =>
    async <Row extends object>(sql: string, values: readonly unknown[]) => {
      const queue = waiting.get(owner)
      if (queue) {
        return new Promise<Row[]>((resolve, reject) =>
          // What a statement answers is known to whoever wrote it.
          queue.push({ sql, values, resolve: resolve as Write['resolve'], reject }),
        )
      }
      waiting.set(owner, [])
      try {
        return await alone<Row>(sql, values)
      } finally {
        void goOn(owner)
      }
    }

  async function goOn(owner: string): Promise<void> {
    const queue = waiting.get(owner) ?? []
    while (queue.length > 0) await runGroup(queue.splice(0, MOST_IN_GROUP))
    waiting.delete(owner)
  }

  /** Never rejects. */
  async function runGroup(group: readonly Write[]): Promise<void> {
    try {
      const outcomes = group.length > 1 ? await together(group) : undefined
      await Promise.all(
        group.map(({ sql, values, resolve, reject }, i) =>
          (outcomes?.[i] ?? alone(sql, values)).then(resolve, reject),
        ),
      )
    } catch (error) {
      for (const { reject } of group) reject(error)
    }
  }

  /**
   * Runs a group as one transaction, all of it sent at once, and answers what became of each. Undefined where one of them
   * failed, and so nothing has happened: the others are not to suffer for it. Rejects where the commit itself did, and
   * nobody may know.
   */
  async function together(group: readonly Write[]): Promise<Promise<object[]>[] | undefined> {
    const client = await pool.connect().catch(() => undefined)
    if (!client) return undefined
    const begun = client.query('BEGIN')
    const answers = group.map(async ({ sql, values }) => {
      const { rows } = await client.query({ name: nameOf({ sql }), text: sql, values: values as unknown[] })
      return rows as object[]
    })
    const committing = client.query('COMMIT')
    await Promise.allSettled([begun, ...answers])
    let isBroken = false
    try {
      const { command } = await committing
      // Where a statement has failed, a commit is a rollback. What could not even be sent fails alone.
      return command === 'COMMIT' ? answers : undefined
    } catch (error) {
      isBroken = !(error instanceof pg.DatabaseError)
      throw error
    } finally {
      client.release(isBroken)
    }
  }
}
