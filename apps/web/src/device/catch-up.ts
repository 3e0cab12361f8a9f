import { problemOf } from '../api/problem.ts'
import type { Inputs, Outputs } from '../api/trpc.ts'
import type { TaskChange } from '../sync/lists/task-list.ts'
import type { Position, Store } from './store.ts'

/** How many changes are asked for, and written, at once: few enough to write them without a pause that is felt. */
const PAGE_SIZE = 250

interface CatchUpOptions {
  store: Pick<Store, 'position' | 'write' | 'startOver'>
  /** Asks the server for changes. */
  read: (input: Inputs['task']['changes']) => Promise<Outputs['task']['changes']>
  /** Lets the page do other work between two parts. */
  pause: () => Promise<unknown>
  isClosed: () => boolean
  /** Called with what was written, and from where to where that has brought the copy. */
  onWritten: (changes: readonly TaskChange[], from: Position | undefined, to: Position) => void
}

/**
 * Brings the copy on this device up to the server's revision. It may stop anywhere and go on from there. One page of the
 * browser does it at a time: the caller holds a lock.
 */
export async function catchUp({ store, read, pause, isClosed, onWritten }: CatchUpOptions): Promise<void> {
  let from = await store.position()
  if (!from) await store.startOver()
  while (!isClosed()) {
    const answer = await changesSince(from, read)
    if (answer === 'start over') {
      await store.startOver()
      from = undefined
      continue
    }
    const { changes, revision, epoch, begunAt, hasMore } = answer
    const to: Position = { revision, epoch, ...(begunAt !== undefined && { begunAt }), isComplete: !hasMore }
    if (from?.isComplete && from.revision === revision) return
    await store.write(changes, to)
    onWritten(changes, from, to)
    from = to
    if (!hasMore) return
    await pause()
  }
}

async function changesSince(position: Position | undefined, read: CatchUpOptions['read']) {
  try {
    if (!position) return await read({ limit: PAGE_SIZE })
    const { revision: since, epoch, begunAt } = position
    return await read({ since, epoch, ...(begunAt !== undefined && { begunAt }), limit: PAGE_SIZE })
  } catch (error) {
    // The history has a gap, or the database was restored.
    if (position && problemOf(error)?.error === 'RESYNC_REQUIRED') return 'start over'
    throw error
  }
}
