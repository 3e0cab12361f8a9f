import type { Context } from '../core/context.ts'
import { invalidInput } from '../core/errors.ts'
import type { Work } from './transaction.ts'

interface Options {
  ctx: Context
  path: string
}

/**
 * Makes a resolver take effect once for each `Idempotency-Key`: it runs in one transaction with the record of its output, and
 * a call that comes again with the key is answered from the record. So all that it writes must go through `ctx.db`,
 * `ctx.run` or `ctx.transact`. A call without a key runs as it is. @throws UNPROCESSABLE_CONTENT for a key without a caller
 */
export function once<Opts extends Options, Output>(
  resolve: (opts: Opts) => Output | Promise<Output>,
): (opts: Opts) => Promise<Output> {
  return async (opts) => {
    const { ctx, path } = opts
    if (ctx.idempotencyKey === undefined) return resolve(opts)
    // Keys are kept by user, since nobody may read the answer to another.
    if (!ctx.caller) throw invalidInput(['Idempotency-Key'], 'needs a caller: sign in, or leave it out')
    const call = {
      userId: ctx.caller.id,
      key: ctx.idempotencyKey,
      procedure: path,
      input: ctx.rawInput,
      hasLeft: ctx.hasLeft,
    }
    const inTransaction: Work<Output> = async (db, run, transact) =>
      resolve({ ...opts, ctx: { ...ctx, db, run, transact } })
    const { output, replayed } = await ctx.idempotency.once(call, inTransaction)
    if (replayed) ctx.onReplay?.()
    // A replayed output is one that this resolver returned before.
    return output as Output
  }
}
