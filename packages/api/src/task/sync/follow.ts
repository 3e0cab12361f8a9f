import { TRPCError, type TrackedEnvelope, tracked } from '@trpc/server'
import { callAt } from '../../core/call-at.ts'
import type { Caller } from '../../core/caller.ts'
import type { Context } from '../../core/context.ts'
import { inTurn } from '../../core/turns.ts'
import { readCounter } from '../../resource/counter.ts'
import { readChanges } from './changes.ts'
import type { TaskEvent } from './schema.ts'

/** How many changes a stream reads, and holds in memory, at a time. */
const PAGE_SIZE = 100

/** A stream of a user's changes. `lastEventId` is the revision it starts after, which transports can send before any event. */
export type ChangeStream = AsyncIterable<TrackedEnvelope<TaskEvent>, void> & { lastEventId: string }

interface FollowOptions {
  ctx: Context & { caller: Caller }
  /** Aborts when the caller leaves. */
  signal: AbortSignal | undefined
  /** The revision to start after. Undefined for the current one. */
  since: number | undefined
  /** The epoch of that revision, if the caller knows it. */
  epoch: string | undefined
}

/**
 * Streams the changes to the caller's tasks, tracked by their revisions, until the caller disconnects, their credential ends
 * or the server stops. A revision that cannot be continued from is refused before the stream starts.
 */
export async function followTasks({
  ctx,
  signal,
  since,
  epoch: known,
}: FollowOptions): Promise<ChangeStream> {
  const userId = ctx.caller.id
  ctx.taskFeed.assertCanWatch(userId)
  const position = since ?? (await readCounter(ctx.run, userId)).revision
  // Only checks that the history has no gap; the stream reads the changes when it can send them.
  const { epoch } = await readChanges(ctx.run, { userId, since: position, epoch: known, limit: 0 })

  async function* stream(): AsyncGenerator<TrackedEnvelope<TaskEvent>, void> {
    const watch = ctx.taskFeed.watch(userId, position)
    const release = onCredentialEnd(ctx, (reason) => watch.end(reason))
    const leave = () => watch.end(new DOMException('The caller has left', 'AbortError'))
    signal?.addEventListener('abort', leave, { once: true })
    try {
      if (signal?.aborted) return
      let begunAt: number | undefined
      for (;;) {
        const query = { userId, since: watch.position, epoch, begunAt, limit: PAGE_SIZE }
        // The call that opened the stream has ended its turn, and a change wakes all streams of the user.
        const page = await inTurn(ctx, 'calls', () => readChanges(ctx.run, query))
        begunAt = page.begunAt
        for (const { revision, change } of page.changes) {
          await readyToSend(ctx)
          // The credential may have ended since the page was read.
          watch.throwIfEnded()
          yield tracked(String(revision), { ...change, epoch })
        }
        watch.position = page.revision
        if (page.hasMore) watch.throwIfEnded()
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
  return Object.assign(heard(stream()), { lastEventId: String(position) })
}

/**
 * tRPC asks for the next event before it waits for the client to take the last. One that fails meanwhile, or once the client has left,
 * would be an unhandled rejection, which ends the process. Who does wait for it gets its error all the same.
 */
function heard<T>(events: AsyncGenerator<T, void>): AsyncGenerator<T, void> {
  const next = events.next.bind(events)
  return Object.assign(events, {
    next: () => {
      const result = next()
      result.catch(() => {})
      return result
    },
  })
}

/** @throws UNAUTHORIZED if the credential was revoked while this process did not hear of revocations */
async function readyToSend({ drained, revocations, caller }: FollowOptions['ctx']): Promise<void> {
  await drained?.()
  if (!revocations.isCurrent() && (await revocations.lookUp(caller.credential.id)))
    throw credentialEnded('been revoked')
}

function credentialEnded(why: string) {
  return new TRPCError({ code: 'UNAUTHORIZED', message: `The credential of this stream has ${why}` })
}

/** Calls back once the caller's credential is revoked or expired. Returns a function that cancels this. */
function onCredentialEnd(ctx: FollowOptions['ctx'], end: (reason: Error) => void) {
  const { caller, revocations, clock } = ctx
  const { id, expiresAt, checkedAtSequence } = caller.credential
  const refuse = (why: string) => end(credentialEnded(why))
  const stopListening = revocations.onRevoked(id, () => refuse('been revoked'))
  // Revoked between the authentication of the call and the first read of the stream.
  if (revocations.revokedSince(checkedAtSequence, id)) refuse('been revoked')
  const cancel = expiresAt && callAt(expiresAt, clock, () => refuse('expired'))
  return () => {
    stopListening()
    cancel?.()
  }
}
