import { randomUUID } from 'node:crypto'
import type { Database } from '@tandem/db/types'
import { TRPCError } from '@trpc/server'
import { WakeableWatch, type Watch } from './watch.ts'

const CHANNEL = 'tandem_tasks'
const NOTIFY = { name: 'notify', text: 'SELECT pg_notify($1, $2)' }

/** How long changes are collected, in milliseconds, before other processes are notified of all of them at once. */
const NOTIFY_DELAY_MS = 10

/** A notification holds 8,000 bytes. */
const MAX_IDS_PER_NOTIFICATION = 200

/** How many counters one poll statement reads. */
const MAX_POLLED_USERS = 1000

const DEFAULT_POLL_INTERVAL_MS = 5_000

export interface FeedState {
  /** Streams that are open in this process. */
  open: number
  /** Streams that were refused since the start, because their user had as many as allowed. */
  refused: number
  /** By how many revisions the stream that is furthest behind was, when the counters were polled last. */
  lag: number
}

/**
 * Wakes the streams of a user whose tasks have changed, in this process and in others. Wake-ups carry no data: a stream reads
 * the changes from the database.
 */
export interface TaskFeed {
  /** For metrics. */
  state(): FeedState
  /** Announces that a user's tasks may have changed. Call it after the commit. */
  notify(userId: string): void
  /** How many watches a user has in this process. */
  watchCount(userId: string): number
  /** @throws TOO_MANY_REQUESTS if the user has as many watches as allowed */
  assertCanWatch(userId: string): void
  /** Watches for changes after a revision. @throws TOO_MANY_REQUESTS if the user has as many watches as allowed */
  watch(userId: string, position: number): Watch
  /** Ends all watches with `SERVICE_UNAVAILABLE`, so that clients reconnect. */
  stop(): Promise<void>
}

interface FeedOptions {
  /** Per user, in this process. Default: no limit. */
  maxWatches?: number
  /** How often counters are polled for changes that were not notified, as when a process died after its commit. */
  pollIntervalMs?: number
}

/**
 * Opens the feed of this process. Processes notify each other outside the writing transactions: `NOTIFY` inside a
 * transaction takes a lock at commit that serialises all writers of the cluster.
 */
export async function openTaskFeed(
  database: Pick<Database, 'client' | 'engine' | 'listen' | 'run'>,
  { maxWatches = Number.POSITIVE_INFINITY, pollIntervalMs = DEFAULT_POLL_INTERVAL_MS }: FeedOptions = {},
): Promise<TaskFeed> {
  const { client } = database
  const processId = randomUUID()
  const watches = new Map<string, Set<WakeableWatch>>()
  const unsent = new Set<string>()
  let sendTimer: NodeJS.Timeout | undefined
  let isStopped = false
  let refused = 0
  let lag = 0

  const wake = (userId: string) => {
    for (const watch of watches.get(userId) ?? []) watch.wake()
  }

  const watchCount = (userId: string) => watches.get(userId)?.size ?? 0

  const assertCanWatch = (userId: string) => {
    if (watchCount(userId) < maxWatches) return
    refused += 1
    throw tooManyWatches()
  }

  const sendNotifications = async () => {
    sendTimer = undefined
    const userIds = [...unsent]
    unsent.clear()
    for (let at = 0; at < userIds.length; at += MAX_IDS_PER_NOTIFICATION) {
      const payload = `${processId} ${userIds.slice(at, at + MAX_IDS_PER_NOTIFICATION).join()}`
      // If the database is unreachable, the other processes poll once they are connected again.
      await database.run(NOTIFY, [CHANNEL, payload]).catch(() => {})
    }
  }

  /** Wakes the watches whose position is not the revision of their user. */
  const pollCounters = async () => {
    const userIds = [...watches.keys()]
    let furthest = 0
    for (let at = 0; at < userIds.length; at += MAX_POLLED_USERS) {
      const rows = await client.revision.findMany({
        where: { userId: { in: userIds.slice(at, at + MAX_POLLED_USERS) } },
        select: { userId: true, revision: true },
      })
      for (const { userId, revision } of rows) {
        for (const watch of watches.get(userId) ?? []) {
          furthest = Math.max(furthest, Number(revision) - watch.position)
          if (watch.position !== Number(revision)) watch.wake()
        }
      }
    }
    lag = furthest
  }

  const pollTimer = setInterval(() => pollCounters().catch(() => {}), pollIntervalMs)
  pollTimer.unref()
  const hasOtherProcesses = database.engine === 'postgresql'
  const stopListening = hasOtherProcesses
    ? await database.listen(CHANNEL, {
        onReady: pollCounters,
        onMessage: (payload) => {
          const [sender, userIds = ''] = payload.split(' ')
          if (sender !== processId) userIds.split(',').forEach(wake)
        },
      })
    : undefined

  return {
    state: () => ({
      open: [...watches.values()].reduce((sum, { size }) => sum + size, 0),
      refused,
      lag,
    }),
    notify: (userId) => {
      wake(userId)
      if (!hasOtherProcesses || isStopped) return
      unsent.add(userId)
      sendTimer ??= setTimeout(sendNotifications, NOTIFY_DELAY_MS)
    },
    watchCount,
    assertCanWatch,
    watch: (userId, position) => {
      assertCanWatch(userId)
      const watch = new WakeableWatch(position, () => {
        const others = watches.get(userId)
        others?.delete(watch)
        if (others?.size === 0) watches.delete(userId)
      })
      const others = watches.get(userId) ?? new Set()
      watches.set(userId, others.add(watch))
      if (isStopped) watch.end(shuttingDown())
      return watch
    },
    stop: async () => {
      isStopped = true
      clearInterval(pollTimer)
      for (const watch of [...watches.values()].flatMap((all) => [...all])) watch.end(shuttingDown())
      clearTimeout(sendTimer)
      await sendNotifications()
      await stopListening?.()
    },
  }
}

function tooManyWatches() {
  return new TRPCError({ code: 'TOO_MANY_REQUESTS', message: 'You have too many streams open' })
}

function shuttingDown() {
  return new TRPCError({ code: 'SERVICE_UNAVAILABLE', message: 'The server is shutting down; connect again' })
}
