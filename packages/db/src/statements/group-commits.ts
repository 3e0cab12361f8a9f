import pg from 'pg'
import { type Mergeable, type Merged, merge, rowsOfParts } from './merge.ts'
import { type PipelineFailure, pipeline } from './pipeline.ts'
import type { Run } from './statements.ts'

/**
 * Runs statements that write, by whose they are, each a transaction of its own as far as it can tell. Those that come
 * while others are under way are run one after another, or as one, and share one commit. Each is answered when it is
 * committed.
 */
export type WritesOf = (owner: string) => Run

interface Write extends Mergeable {
  owner: string
  resolve(rows: object[]): void
  reject(error: unknown): void
}

/** How many share a commit: the first of them waits for the last. */
const MOST_IN_GROUP = 50

/** How many groups go over a connection before it is given back, and may be replaced by a new one. */
const MOST_OVER_CONNECTION = 1_000

/** Milliseconds that others wait for a write which waits for a lock. */
const PATIENCE = 50

/** Milliseconds for which the writes of an owner are run by themselves, after one was in the way of others'. */
const APART = 1_000

const BE_PATIENT = { sql: `SELECT set_config('lock_timeout', '${PATIENCE}', true)`, values: [] }

/** How a write that comes alone fails where it would not with more time: a lock was held for too long, a deadlock. */
const LOCKED_OUT = /^(55P03|40P01)$/

/** A connection, for as long as groups are on their way over it. */
interface Lane {
  client: Promise<pg.PoolClient>
  isOpen: boolean
  sent: number
  isBroken: boolean
}

/** `alone` runs a statement by itself: how each of a group is run that was undone. */
export function groupCommits(
  pool: pg.Pool,
  nameOf: (query: { sql: string }) => string,
  alone: Run,
): WritesOf {
  const waiting: Write[] = []
  const apart = new Set<string>()
  /** The groups that are not answered yet, the first of them first: all over the same lane. */
  const underWay = new Set<readonly Write[]>()
  let lane: Lane | undefined

  return (owner) =>
    <Row extends object>(sql: string, values: readonly unknown[], row?: string) => {
      if (apart.has(owner)) return alone<Row>(sql, values)
      return new Promise<Row[]>((resolve, reject) => {
        // What a statement answers is known to whoever wrote it.
        waiting.push({ owner, sql, values, row, resolve: resolve as Write['resolve'], reject })
        goOn()
      })
    }

  function goOn(): void {
    while (waiting.length > 0 && hasRoom()) void runGroup(waiting.splice(0, MOST_IN_GROUP))
  }

  /**
   * A second group is sent before the first is answered, so that the database need not wait for this process; but not
   * before it is as large, since every commit costs, nor where somebody waits for the connection.
   */
  function hasRoom(): boolean {
    const [first, second] = underWay
    if (!first) return true
    if (second || !lane || lane.isBroken || lane.sent >= MOST_OVER_CONNECTION) return false
    const isAwaited = lane.isOpen && pool.waitingCount > 0
    return waiting.length >= first.length && !isAwaited
  }

  /** Never rejects. */
  async function runGroup(group: Write[]): Promise<void> {
    // In one order, so that two processes which need some of the same counters seldom wait for each other.
    group.sort((a, b) => (a.owner < b.owner ? -1 : a.owner > b.owner ? 1 : 0))
    try {
      const isDone = await together(group)
      if (!isDone) for (const write of group) void runAlone(write)
    } catch (error) {
      for (const { reject } of group) reject(error)
    }
    goOn()
  }

  /**
   * Runs a group as one transaction, and answers each. False where one of them failed, and so nothing has happened: the
   * others are not to suffer for it. Rejects where nobody knows whether it was committed, or nobody else was in the group.
   */
  async function together(group: readonly Write[]): Promise<boolean> {
    const statements = merge(group)
    const outcome = await overLane(group, statements)
    if (Array.isArray(outcome)) {
      const [, ...rows] = outcome
      for (const [i, statement] of statements.entries()) answer(statement, rows[i] ?? [])
      return true
    }
    const { error, isUndone } = outcome
    const isLockedOut = error instanceof pg.DatabaseError && LOCKED_OUT.test(error.code ?? '')
    if (!isUndone || (group.length === 1 && !isLockedOut)) throw error
    return false
  }

  /** Runs one of a group that was undone. Who fails here too, or still has to wait, was in the others' way. Never rejects. */
  async function runAlone({ owner, sql, values, resolve, reject }: Write): Promise<void> {
    const patience = setTimeout(setApart, PATIENCE, owner)
    try {
      resolve(await alone(sql, values))
    } catch (error) {
      setApart(owner)
      reject(error)
    } finally {
      clearTimeout(patience)
    }
  }

  /** Rejects where there is no connection. */
  async function overLane(
    group: readonly Write[],
    statements: readonly Merged<Write>[],
  ): Promise<object[][] | PipelineFailure> {
    underWay.add(group)
    lane ??= { client: pool.connect(), isOpen: false, sent: 0, isBroken: false }
    const own = lane
    own.sent++
    let client: pg.PoolClient | undefined
    try {
      client = await own.client
      own.isOpen = true
      const all = [BE_PATIENT, ...statements]
      const outcome = await pipeline(
        client,
        all.map(({ sql, values }) => ({ name: nameOf({ sql }), sql, values })),
      )
      if (!Array.isArray(outcome)) own.isBroken ||= outcome.isBroken
      return outcome
    } catch (error) {
      own.isBroken = true
      throw error
    } finally {
      underWay.delete(group)
      // Another group that is on its way is answered before the connection is given back.
      if (underWay.size === 0) {
        lane = undefined
        client?.release(own.isBroken)
      }
    }
  }

  function setApart(owner: string): void {
    apart.add(owner)
    setTimeout(() => apart.delete(owner), APART).unref()
  }
}

function answer(statement: Merged<Write>, rows: object[]): void {
  const answers = rowsOfParts(statement, rows)
  for (const [i, { resolve }] of statement.parts.entries()) resolve(answers[i] ?? [])
}
