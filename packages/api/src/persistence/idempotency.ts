import { createHash } from 'node:crypto'
import type { Db } from '@tandem/db/types'
import { TRPCError } from '@trpc/server'
import { isForeignKeyViolation } from '../core/database-errors.ts'
import { accountGone, invalidInput } from '../core/errors.ts'
import { inSteps, MAX_ROWS } from './in-steps.ts'
import type { Seal } from './seal.ts'
import { transact } from './transaction.ts'

/** Milliseconds for which an answer is kept. */
export const ANSWERS_KEPT = 24 * 3_600_000

/** A call that must take effect once, however often it is sent. */
export interface KeyedCall {
  userId: string
  /** The `Idempotency-Key`, as it came. */
  key: string
  procedure: string
  input: unknown
}

export interface Idempotency {
  /**
   * Runs a call in one transaction with the record of its output, or answers with the output recorded before. Nothing is
   * recorded of a call that fails: it has changed nothing, and may be tried again with its key.
   */
  once(call: KeyedCall, run: (tx: Db) => Promise<unknown>): Promise<{ output: unknown; replayed: boolean }>
}

interface IdempotencyOptions {
  db: Db
  seal: Seal
  clock: () => Date
}

export function createIdempotency({ db, seal, clock }: IdempotencyOptions): Idempotency {
  /** The database's lock does not tell the calls of one process apart where they share a connection. */
  const running = new Set<string>()

  async function once(call: KeyedCall, run: (tx: Db) => Promise<unknown>) {
    const { userId, key } = call
    const fingerprint = fingerprintOf(call)
    return transact(db, async (tx) => {
      // Whoever runs it holds the lock until it has committed, or died.
      const [lock] = await tx.$queryRaw<{ free: boolean }[]>`
        SELECT pg_try_advisory_xact_lock(hashtextextended(${`${userId}:${key}`}, 0)) AS free`
      if (!lock?.free) throw stillRunning()
      const found = await tx.idempotencyKey.findUnique({ where: { userId_key: { userId, key } } })
      if (found && found.createdAt.getTime() > clock().getTime() - ANSWERS_KEPT) {
        if (!fingerprint.equals(found.fingerprint)) throw anotherRequest()
        return { output: read(seal.open(found.answer)), replayed: true }
      }
      const output = await run(tx)
      if (found) await tx.idempotencyKey.deleteMany({ where: { userId, key } })
      const answer = seal.close(JSON.stringify({ output }))
      await tx.idempotencyKey.create({
        data: { userId, key, fingerprint: new Uint8Array(fingerprint), answer },
        select: { key: true },
      })
      return { output, replayed: false }
    })
  }

  return {
    once: async (call, run) => {
      if (!/^[\x21-\x7e]{1,255}$/.test(call.key))
        throw invalidInput(['Idempotency-Key'], 'must have 1 to 255 visible ASCII characters')
      const name = `${call.userId}:${call.key}`
      if (running.has(name)) throw stillRunning()
      running.add(name)
      try {
        return await once(call, run)
      } catch (error) {
        throw isForeignKeyViolation(error) ? accountGone() : error
      } finally {
        running.delete(name)
      }
    },
  }
}

function fingerprintOf({ procedure, input }: KeyedCall): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([procedure, canonical(input)]))
    .digest()
}

/** The same input gives the same text, in whatever order its fields were sent. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return entries.map(([name, held]) => [name, canonical(held)])
}

function read(answer: string): unknown {
  return JSON.parse(answer).output
}

function stillRunning() {
  return new TRPCError({ code: 'CONFLICT', message: 'A request with this Idempotency-Key is still running' })
}

function anotherRequest() {
  return invalidInput(['Idempotency-Key'], 'was used for another request')
}

/** Removes the answers that are no longer kept. */
export function purgeIdempotencyKeys(db: Db, now: Date): Promise<number> {
  const oldest = new Date(now.getTime() - ANSWERS_KEPT)
  return inSteps(
    () => db.$executeRaw`
      DELETE FROM idempotency_keys WHERE (user_id, key) IN (
        SELECT user_id, key FROM idempotency_keys WHERE created_at < ${oldest}
        LIMIT ${MAX_ROWS} FOR UPDATE SKIP LOCKED)`,
  )
}
