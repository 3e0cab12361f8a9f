import { TRPCError, type TrackedEnvelope, tracked } from '@trpc/server'
import type { Caller } from '../../core/caller.ts'
import type { Context } from '../../core/context.ts'
import { readCounter } from '../../resource/counter.ts'
import { readChanges } from './changes.ts'
import type { TaskChange } from './schema.ts'

/** How many changes are read, and so held in memory, at a time. */
const AT_ONCE = 100

/** The longest time that `setTimeout` can wait, in milliseconds. */
const MAX_TIMER_MS = 2 ** 31 - 1

/** The stream of a user's changes. `lastEventId` is where it begins, for whoever wants to be told before anything happens. */
export type ChangeStream = AsyncIterable<TrackedEnvelope<TaskChange>, void> & { lastEventId: string }

interface FollowOptions {
  ctx: Context & { caller: Caller }
  /** The revision that the caller has; undefined to begin with what changes from now on. */
  since: number | undefined
  signal: AbortSignal | undefined
}

/**
 * Streams the changes to the caller's tasks, each tracked by its revision, until the caller leaves, their credential
 * ends or the server stops. What cannot be continued from is refused before the stream begins.
 */
export async function followTasks({ ctx, since, signal }: FollowOptions): Promise<ChangeStream> {
  const userId = ctx.caller.id
  ctx.taskFeed.assertCanWatch(userId)
  const position = since ?? (await readCounter(ctx.run, userId)).revision
  // Nothing is kept of it: the changes are read when they can be sent.
  await readChanges(ctx.run, { userId, since: position, limit: 0 })

  async function* stream(): AsyncGenerator<TrackedEnvelope<TaskChange>, void> {
    const watch = ctx.taskFeed.watch(userId, position)
    const release = endWithCredential(ctx, (reason) => watch.end(reason))
    const leave = () => watch.end(new DOMException('The caller has left', 'AbortError'))
    signal?.addEventListener('abort', leave, { once: true })
    try {
      if (signal?.aborted) return
      let begunAt: number | undefined
      for (;;) {
        const page = await readChanges(ctx.run, { userId, since: watch.position, begunAt, limit: AT_ONCE })
        begunAt = page.begunAt
        for (const { revision, change } of page.changes) {
          await ctx.drained?.()
          yield tracked(String(revision), change)
        }
        watch.position = page.revision
        if (page.hasMore) watch.check()
        else await watch.changed()
      }
    } catch (error) {
      if (!signal?.aborted) throw error
    } finally {
      signal?.removeEventListener('abort', leave)
      release()
      watch.close()
    }
  }
  return Object.assign(stream(), { lastEventId: String(position) })
}

/** Calls back once the caller's credential no longer counts: revoked, or expired. Returns what stops that. */
function endWithCredential(ctx: FollowOptions['ctx'], end: (reason: Error) => void) {
  const { caller, revocations, clock } = ctx
  const { id, expiresAt, checkedAtSequence } = caller.credential
  const refuse = (why: string) =>
    end(new TRPCError({ code: 'UNAUTHORIZED', message: `The credential of this stream has ${why}` }))
  const stopListening = revocations.onRevoked(id, () => refuse('been revoked'))
  // After the call was let in, and before the stream was read.
  if (revocations.revokedSince(checkedAtSequence, id)) refuse('been revoked')

  const remaining = expiresAt ? expiresAt.getTime() - clock().getTime() : Number.POSITIVE_INFINITY
  // What lasts longer than any timer will be asked for again before it has expired.
  const timer = remaining > MAX_TIMER_MS ? undefined : setTimeout(() => refuse('expired'), remaining).unref()
  return () => {
    stopListening()
    clearTimeout(timer)
  }
}
