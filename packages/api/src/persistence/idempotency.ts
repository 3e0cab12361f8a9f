import { isForeignKeyViolation } from '@tandem/db/errors'
import type { Db } from '@tandem/db/types'
import { TRPCError } from '@trpc/server'
import { accountGone, invalidInput } from '../core/errors.ts'
import { BATCH_SIZE, deleteInBatches } from './delete-in-batches.ts'
import { fingerprintOf } from './fingerprint.ts'
import type { Seal } from './seal.ts'
import type { Transact, Work } from './transaction.ts'
import { usersOnShards } from './users-on-shards.ts'

/** How long an answer can be replayed, in milliseconds. */
export const ANSWER_RETENTION_MS = 24 * 3_600_000

/** A call that takes effect once, however often it is sent with its key. */
export interface KeyedCall {
  userId: string
  /** The raw `Idempotency-Key`. */
  key: string
  procedure: string
  input: unknown
  hasLeft?: (() => boolean) | undefined
}

interface Answer {
  output: unknown
  replayed: boolean
}

export interface Idempotency {
  /**
   * Runs a call and stores its output in the same transaction, or replays the output stored before. A failed call is rolled
   * back and stores nothing, so it can be retried with the same key.
   */
  once(call: KeyedCall, work: Work<unknown>): Promise<Answer>
}

interface IdempotencyOptions {
  transact: Transact
  seal: Seal
  clock: () => Date
}

export function createIdempotency({ transact, seal, clock }: IdempotencyOptions): Idempotency {
  /**
   * The calls of this process, those that wait for their turn too. The advisory lock does not exclude calls that share one
   * connection, as they do in PGlite.
   */
  const running = new Set<string>()

  async function once(call: KeyedCall, work: Work<unknown>) {
    const { userId, key, hasLeft } = call
    const fingerprint = await fingerprintOf(call.procedure, call.input)
    const keyed: Work<Answer> = async (tx, ...within) => {
      // Held until the transaction ends, even if this process dies.
      const [lock] = await tx.$queryRaw<{ isFree: boolean }[]>`
        SELECT pg_try_advisory_xact_lock(hashtextextended(${`${userId}:${key}`}, 0)) AS "isFree"`
      if (!lock?.isFree) throw stillRunning()
      const found = await tx.idempotencyKey.findUnique({ where: { userId_key: { userId, key } } })
      if (found && found.createdAt.getTime() > clock().getTime() - ANSWER_RETENTION_MS) {
        if (!fingerprint.equals(found.fingerprint)) throw keyReused()
        return { output: JSON.parse(seal.open(found.answer)).output, replayed: true }
      }
      const output = await work(tx, ...within)
      if (found) await tx.idempotencyKey.deleteMany({ where: { userId, key } })
      const answer = seal.close(JSON.stringify({ output }))
      await tx.idempotencyKey.create({
        data: { userId, key, fingerprint: new Uint8Array(fingerprint), answer },
        select: { key: true },
      })
      return { output, replayed: false }
    }
    return transact(userId, keyed, { hasLeft })
  }

  return {
    once: async (call, work) => {
      if (!/^[\x21-\x7e]{1,255}$/.test(call.key))
        throw invalidInput(['Idempotency-Key'], 'must have 1 to 255 visible ASCII characters')
      const name = `${call.userId}:${call.key}`
      if (running.has(name)) throw stillRunning()
      running.add(name)
      try {
        return await once(call, work)
      } catch (error) {
        throw isForeignKeyViolation(error) ? accountGone() : error
      } finally {
        running.delete(name)
      }
    },
  }
}

function stillRunning() {
  return new TRPCError({ code: 'CONFLICT', message: 'A request with this Idempotency-Key is still running' })
}

function keyReused() {
  return invalidInput(['Idempotency-Key'], 'was used for another request')
}

/** Deletes the answers that can no longer be replayed. */
export async function purgeIdempotencyKeys(db: Db, now: Date): Promise<number> {
  const createdBefore = new Date(now.getTime() - ANSWER_RETENTION_MS)
  const users = await usersOnShards(db, 'idempotency_keys', `created_at < '${createdBefore.toISOString()}'`)
  if (users) {
    let total = 0
    for (const userId of users)
      total += (await db.idempotencyKey.deleteMany({ where: { userId, createdAt: { lt: createdBefore } } }))
        .count
    return total
  }
  return deleteInBatches(
    () => db.$executeRaw`
      DELETE FROM idempotency_keys WHERE (user_id, key) IN (
        SELECT user_id, key FROM idempotency_keys WHERE created_at < ${createdBefore}
        LIMIT ${BATCH_SIZE} FOR UPDATE SKIP LOCKED)`,
  )
}
