import type { Caller } from '../../core/caller.ts'
import type { Context } from '../../core/context.ts'
import { rateLimited } from '../../core/errors.ts'
import { MAX_OPERATIONS } from '../schema.ts'

/**
 * Takes a bulk's operations from the caller's rate limit: each counts as a call, of which the first is counted with the
 * request. Reads the input as it was sent, so that a bulk over the limit is not even validated. @throws TOO_MANY_REQUESTS
 */
export async function countOperations(ctx: Context & { caller: Caller }, rawInput: unknown): Promise<void> {
  const more = Math.min(operationCount(rawInput), MAX_OPERATIONS) - 1
  if (more > 0 && !(await ctx.takeFromLimit('calls', ctx.caller.id, more))) throw rateLimited()
}

function operationCount(rawInput: unknown): number {
  if (typeof rawInput !== 'object' || rawInput === null || !('operations' in rawInput)) return 0
  return Array.isArray(rawInput.operations) ? rawInput.operations.length : 0
}
