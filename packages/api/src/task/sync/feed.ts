import { randomUUID } from 'node:crypto'
import type { Database } from '@tandem/db/types'
import { TRPCError } from '@trpc/server'

const CHANNEL = 'tandem_tasks'
const NOTIFY = { name: 'notify', text: 'SELECT pg_notify($1, $2)' }

/** Milliseconds. Other processes are told of all users at once, this much later at most. */
const TELL_AFTER = 10

/** Milliseconds between looks at the counters, for what nobody told of: a process killed between its commit and telling. */
const LOOK_EVERY = 5_000

/** As many ids as fit into a notification, which holds 8,000 bytes. */
const IDS_AT_ONCE = 200

/** Waits for changes to the tasks of one user. */
export interface Watch {
  /** The revision that whoever watches has seen. */
  position: number
  /** Resolves when there may be more to see; rejects when there is no more to be seen here. */
  changed(): Promise<void>
  /** Throws what `changed` would reject with. */
  check(): void
  /** Makes `changed` reject, now or when it is asked next. */
  end(reason: Error): void
  close(): void
}

/** Carries the news that a user's tasks have changed, within this process and between processes. The news says no more than that. */
export interface TaskFeed {
  /** The tasks of a user may have changed. To be called after the commit. */
  notify(userId: string): void
  /** How many watches a user has in this process. */
  watchCount(userId: string): number
  /** Throws where the user may not have one more. */
  assertCanWatch(userId: string): void
  /** Waits for news, from a revision on. Throws where there is no room. */
  watch(userId: string, position: number): Watch
  /** Ends all that watch with `SERVICE_UNAVAILABLE`, which tells them to come again. */
  stop(): Promise<void>
}

interface FeedOptions {
  /** Of one user, in this process. Default: no limit. */
  maxWatches?: number
}

/**
 * Opens the feed of one process. Processes tell each other by `NOTIFY`, outside the transactions that write: inside, the
 * lock that it takes would put all writers of the cluster in one line.
 */
export async function openTaskFeed(
  database: Pick<Database, 'client' | 'engine' | 'listen' | 'run'>,
  { maxWatches = Number.POSITIVE_INFINITY }: FeedOptions = {},
): Promise<TaskFeed> {
  const { client } = database
  const self = randomUUID()
  const watches = new Map<string, Set<WakingWatch>>()
  const untold = new Set<string>()
  let telling: NodeJS.Timeout | undefined
  let stopped = false

  const wake = (userId: string) => {
    for (const watch of watches.get(userId) ?? []) watch.wake()
  }

  const watchCount = (userId: string) => watches.get(userId)?.size ?? 0

  const assertCanWatch = (userId: string) => {
    if (watchCount(userId) >= maxWatches) throw tooManyWatches()
  }

  const tell = async () => {
    telling = undefined
    const ids = [...untold]
    untold.clear()
    for (let at = 0; at < ids.length; at += IDS_AT_ONCE) {
      const news = `${self} ${ids.slice(at, at + IDS_AT_ONCE).join()}`
      // Where the database cannot be reached, the others will look for themselves when it can.
      await database.run(NOTIFY, [CHANNEL, news]).catch(() => {})
    }
  }

  /** Wakes whoever is behind the counter of their user. */
  const look = async () => {
    const userIds = [...watches.keys()]
    for (let at = 0; at < userIds.length; at += 1000) {
      const rows = await client.revision.findMany({
        where: { userId: { in: userIds.slice(at, at + 1000) } },
        select: { userId: true, revision: true },
      })
      for (const { userId, revision } of rows) {
        for (const watch of watches.get(userId) ?? []) if (watch.position !== Number(revision)) watch.wake()
      }
    }
  }

  const looking = setInterval(() => look().catch(() => {}), LOOK_EVERY)
  looking.unref()
  const hasOthers = database.engine === 'postgresql'
  const stopListening = hasOthers
    ? await database.listen(CHANNEL, {
        onReady: look,
        onMessage: (news) => {
          const [sender, userIds = ''] = news.split(' ')
          if (sender !== self) userIds.split(',').forEach(wake)
        },
      })
    : undefined

  return {
    notify: (userId) => {
      wake(userId)
      if (!hasOthers || stopped) return
      untold.add(userId)
      telling ??= setTimeout(tell, TELL_AFTER)
    },
    watchCount,
    assertCanWatch,
    watch: (userId, position) => {
      assertCanWatch(userId)
      const watch = new WakingWatch(position, () => {
        const others = watches.get(userId)
        others?.delete(watch)
        if (others?.size === 0) watches.delete(userId)
      })
      const others = watches.get(userId) ?? new Set()
      watches.set(userId, others.add(watch))
      if (stopped) watch.end(shuttingDown())
      return watch
    },
    stop: async () => {
      stopped = true
      clearInterval(looking)
      for (const watch of [...watches.values()].flatMap((all) => [...all])) watch.end(shuttingDown())
      clearTimeout(telling)
      await tell()
      await stopListening?.()
    },
  }
}

class WakingWatch implements Watch {
  readonly close: () => void
  #news = false
  #reason: Error | undefined
  #settle: { resolve: () => void; reject: (reason: Error) => void } | undefined

  constructor(
    public position: number,
    close: () => void,
  ) {
    this.close = close
  }

  check(): void {
    if (this.#reason) throw this.#reason
  }

  async changed(): Promise<void> {
    this.check()
    if (this.#news) {
      this.#news = false
      return
    }
    await new Promise<void>((resolve, reject) => {
      this.#settle = { resolve, reject }
    })
  }

  wake(): void {
    if (this.#settle) this.#settle.resolve()
    else this.#news = true
    this.#settle = undefined
  }

  end(reason: Error): void {
    this.#reason ??= reason
    this.#settle?.reject(this.#reason)
    this.#settle = undefined
  }
}

function tooManyWatches() {
  return new TRPCError({ code: 'TOO_MANY_REQUESTS', message: 'You have too many streams open' })
}

function shuttingDown() {
  return new TRPCError({ code: 'SERVICE_UNAVAILABLE', message: 'The server is shutting down; connect again' })
}
