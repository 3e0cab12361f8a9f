import type { Caller } from '../core/caller.ts'
import type { Context } from '../core/context.ts'
import type { ResourceName } from '../core/scopes.ts'
import { scopedProcedure } from '../core/trpc.ts'

/** A procedure that reads a resource: for a user who has signed in, or an API key of theirs with the scope `<name>:read`. */
export function readOf(name: ResourceName) {
  return scopedProcedure(`${name}:read`)
}

/**
 * A procedure that writes a resource, with the scope `<name>:write`: `ctx.run` shares commits with other writes. Wrap its
 * resolver in `once`, so that an `Idempotency-Key` counts. `onCommit` is called after each call that succeeded.
 */
export function writeOf(name: ResourceName, onCommit?: (ctx: Context & { caller: Caller }) => void) {
  return scopedProcedure(`${name}:write`).use(async ({ ctx, next }) => {
    const result = await next({ ctx: { run: ctx.writesOf(ctx.caller.id) } })
    // After the commit, and after a failure too: it may have come after the commit. Before the news, whose readers would
    // find an older answer.
    await ctx.answers.dropChanged(name, ctx.caller.id)
    if (result.ok) onCommit?.(ctx)
    return result
  })
}
