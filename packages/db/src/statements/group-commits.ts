import pg from 'pg'
import { withClient } from '../engine/pool.ts'
import { endsSession, runTransaction } from '../engine/transaction.ts'
import type { Turns } from '../engine/turns.ts'
import { type Batch, type Call, rejectBatch, resolveBatch } from './batch.ts'
import { mergeWrites } from './merge-writes.ts'
import { type Observed, sendFor } from './observer.ts'
import { type Send, toQuery } from './send.ts'
import type { Run, Statement } from './statement.ts'
import { encodeValues } from './values.ts'

/**
 * Runs the writes of an owner. Each is atomic by itself and resolves once it is committed. Writes that arrive while
 * others are being committed share the next commit, also those of different owners.
 */
export type WritesOf = (owner: string) => Run

interface Write extends Call {
  owner: string
}

/** How many writes share a commit at most, since the first of them waits for the last. */
const MAX_IN_GROUP = 50

/** How long a group waits for a lock that another transaction holds. Then it is undone and each write runs alone. */
const LOCK_TIMEOUT_MS = 50

const BEGIN = `BEGIN; SET LOCAL lock_timeout = ${LOCK_TIMEOUT_MS}`

/** How long the writes of an owner run alone after one of them held up or aborted a group. */
const QUARANTINE_MS = 1_000

/** Lock not available and deadlock: a write alone in its group may yet succeed under the session's own lock timeout. */
const LOCKED_OUT = /^(55P03|40P01)$/

/**
 * Groups writes into transactions over one connection at a time. `send` runs a write alone, in a turn of its owner. While
 * an owner has a turn, such as for a transaction that holds locks, all their writes wait for the next.
 */
export function groupCommits(pool: pg.Pool, send: Send, turns: Turns, observed: Observed): WritesOf {
  let waiting: Write[] = []
  /** The owners whose writes run alone, each with the timer that ends this. */
  const quarantined = new Map<string, NodeJS.Timeout>()
  let isCommitting = false

  return (owner) =>
    async <Row extends object>(statement: Statement<Row>, values: readonly unknown[]) => {
      const encoded = encodeValues(statement, values)
      const rows = await (quarantined.has(owner)
        ? turns.take(owner, () => send(toQuery(statement, encoded)))
        : enqueue(owner, statement, encoded))
      // The statement declares the type of its rows.
      return rows as Row[]
    }

  function enqueue(owner: string, statement: Statement, values: Call['values']): Promise<object[]> {
    return new Promise((resolve, reject) => {
      waiting.push({ owner, statement, values, resolve, reject, caller: observed.observer?.caller() })
      if (!isCommitting) void commitWaiting()
    })
  }

  /** Never rejects. */
  async function commitWaiting(): Promise<void> {
    isCommitting = true
    while (waiting.length > 0) await commitGroup(takeGroup())
    isCommitting = false
  }

  /** Takes the next group, without the writes of owners who have a turn: those would wait for its locks, and the group with them. */
  function takeGroup(): Write[] {
    const next = waiting.length > MAX_IN_GROUP ? inRounds(waiting) : waiting
    waiting = next.slice(MAX_IN_GROUP)
    return next.slice(0, MAX_IN_GROUP).filter((write) => {
      const mustWait = turns.isTaken(write.owner)
      if (mustWait) void runAlone(write)
      return !mustWait
    })
  }

  /** Never rejects. */
  async function commitGroup(group: Write[]): Promise<void> {
    if (group.length === 0) return
    // In one order, so that two processes which need some of the same locks seldom wait for each other.
    group.sort((a, b) => (a.owner < b.owner ? -1 : a.owner > b.owner ? 1 : 0))
    try {
      await sendFor(observed, group, () => commit(mergeWrites(group)))
    } catch (error) {
      if (endsSession(error) || (group.length === 1 && !isLockedOut(error))) return rejectBatch(group, error)
      // Undone: the other writes must not suffer for one that fails.
      for (const write of group) void runAlone(write)
    }
  }

  async function commit(batches: readonly Batch<Write>[]): Promise<void> {
    const queries = batches.map(({ query }) => query)
    const results = await withClient(pool, (client) => runTransaction(client, queries, BEGIN))
    for (const [i, batch] of batches.entries()) {
      const result = results[i]
      if (result?.status === 'fulfilled') resolveBatch(batch, result.value.rows)
      else rejectBatch(batch.calls, result?.reason)
    }
  }

  /** Runs a write in a turn of its owner. If it fails or waits for a lock, its owner is quarantined. Never rejects. */
  async function runAlone(write: Write): Promise<void> {
    const { owner, statement, values, resolve, reject } = write
    const work = async () => {
      const heldUp = setTimeout(quarantine, LOCK_TIMEOUT_MS, owner)
      try {
        return await sendFor(observed, [write], () => send(toQuery(statement, values)))
      } catch (error) {
        quarantine(owner)
        throw error
      } finally {
        clearTimeout(heldUp)
      }
    }
    await turns.take(owner, work).then(resolve, reject)
  }

  function quarantine(owner: string): void {
    clearTimeout(quarantined.get(owner))
    quarantined.set(owner, setTimeout(() => quarantined.delete(owner), QUARANTINE_MS).unref())
  }
}

/** The first write of each owner, then the second of each, and so on: many writes of one owner delay each other, and not other owners. */
function inRounds(writes: readonly Write[]): Write[] {
  const counts = new Map<string, number>()
  const rounds = writes.map((write) => {
    const round = counts.get(write.owner) ?? 0
    counts.set(write.owner, round + 1)
    return { write, round }
  })
  return rounds.sort((a, b) => a.round - b.round).map(({ write }) => write)
}

function isLockedOut(error: unknown): boolean {
  return error instanceof pg.DatabaseError && LOCKED_OUT.test(error.code ?? '')
}
