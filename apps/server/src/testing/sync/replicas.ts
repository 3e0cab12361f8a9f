import type { AppRouter } from '@tandem/api'
import type { Task, TaskChange, TaskChanges } from '@tandem/api/schemas'
import { cable } from '@tandem/db/testing'
import { createTRPCClient, createWSClient, httpSubscriptionLink, type TRPCClient, wsLink } from '@trpc/client'
import { EventSource } from 'eventsource'
import { WebSocket } from 'ws'

export interface Seen {
  revision: number
  change: TaskChange
}

/** A copy of one user's tasks, and the events it was built from. */
export class Replica {
  readonly tasks = new Map<string, Task>()
  readonly seen: Seen[] = []
  revision = 0
  stop: () => Promise<void> | void = () => {}

  constructor(readonly name: string) {}

  apply(change: TaskChange, revision?: number): void {
    if (change.type === 'upsert') this.tasks.set(change.task.id, change.task)
    else this.tasks.delete(change.id)
    if (revision === undefined) return
    this.seen.push({ revision, change })
    this.revision = revision
  }

  /** The tasks, ordered by id. */
  get state(): Task[] {
    return [...this.tasks.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
  }
}

interface Source {
  /** Servers over one database. */
  urls: string[]
  userId: string
  token: string
  /** Seeded, between 0 and 1. */
  random: () => number
}

const pick = <T>(items: T[], random: () => number): T => items[Math.floor(random() * items.length)] as T

/** Polls for changes page by page, each time from a random server. */
export function poll({ urls, userId, token, random }: Source): Replica {
  const replica = new Replica('changes')
  let stopped = false
  const ask = async () => {
    const query = `since=${replica.revision}&limit=${1 + Math.floor(random() * 40)}`
    const answer = await fetch(`${pick(urls, random)}/api/v1/${userId}/tasks/changes?${query}`, {
      headers: { authorization: `Bearer ${token}` },
    })
    if (!answer.ok) throw new Error(`changes: ${answer.status} ${await answer.text()}`)
    const page = (await answer.json()) as TaskChanges
    for (const change of page.changes) replica.apply(change)
    replica.revision = page.revision
  }
  const running = (async () => {
    while (!stopped) await ask()
  })()
  replica.stop = () => {
    stopped = true
    return running
  }
  return replica
}

/**
 * Reads the plain event stream. Hangs up at random, even within an event, and resumes from a random server. On a busy machine
 * it waits for a first part, or it would get nowhere.
 */
export function readEvents({ urls, userId, token, random }: Source): Replica {
  const replica = new Replica('events')
  let hangUp = new AbortController()
  let stopped = false

  const readOnce = async () => {
    hangUp = new AbortController()
    let isReading = false
    const hangUpLater = (): NodeJS.Timeout =>
      setTimeout(
        () => {
          if (isReading) hangUp.abort()
          else timer = hangUpLater()
        },
        20 + random() * 400,
      )
    let timer = hangUpLater()
    try {
      const answer = await fetch(`${pick(urls, random)}/api/v1/${userId}/tasks/events`, {
        headers: { authorization: `Bearer ${token}`, 'last-event-id': String(replica.revision) },
        signal: hangUp.signal,
      })
      if (!answer.ok || !answer.body) throw new Error(`events: ${answer.status} ${await answer.text()}`)
      let unread = ''
      for await (const text of answer.body.pipeThrough(new TextDecoderStream())) {
        isReading = true
        const events = (unread + text).split('\n\n')
        unread = events.pop() ?? ''
        for (const event of events) {
          const id = /^id: (\d+)$/m.exec(event)?.[1]
          const data = /^data: (.*)$/m.exec(event)?.[1]
          if (id && data) replica.apply(JSON.parse(data), Number(id))
        }
      }
    } finally {
      clearTimeout(timer)
    }
  }
  const running = (async () => {
    while (!stopped) {
      await readOnce().catch((error) => {
        if (!hangUp.signal.aborted) throw error
      })
    }
  })()
  replica.stop = () => {
    stopped = true
    hangUp.abort()
    return running
  }
  return replica
}

/**
 * Subscribes with the official client over a connection that is cut at random, once it has brought something. The client must
 * resume by itself.
 */
export async function subscribe(
  kind: 'websocket' | 'sse',
  { urls, token, random }: Source,
): Promise<Replica> {
  const replica = new Replica(kind)
  const wire = await cable(pick(urls, random))
  const { client, close } = kind === 'sse' ? overSse(wire.url, token) : overWebSocket(wire.url, token)
  const errors: unknown[] = []
  const subscription = client.task.onChange.subscribe(
    { lastEventId: '0' },
    {
      onData: ({ id, data }) => replica.apply(data, Number(id)),
      onError: (error) => errors.push(error),
    },
  )
  let cutting: NodeJS.Timeout | undefined
  let cutAt = 0
  const cutAgain = () => {
    cutting = setTimeout(
      () => {
        if (replica.revision > cutAt) {
          cutAt = replica.revision
          wire.cut()
          wire.mend()
        }
        cutAgain()
      },
      150 + random() * 600,
    )
  }
  cutAgain()
  replica.stop = () => {
    clearTimeout(cutting)
    subscription.unsubscribe()
    close()
    wire.close()
    if (errors.length > 0) throw errors[0]
  }
  return replica
}

interface Follower {
  client: TRPCClient<AppRouter>
  close: () => void
}

function overSse(url: string, token: string): Follower {
  const link = httpSubscriptionLink({
    url: new URL('/trpc', url).href,
    connectionParams: { authorization: `Bearer ${token}` },
    EventSource,
  })
  return { client: createTRPCClient<AppRouter>({ links: [link] }), close: () => {} }
}

function overWebSocket(url: string, token: string): Follower {
  const socket = createWSClient({
    url: new URL('/trpc', url).href.replace(/^http/, 'ws'),
    WebSocket: WebSocket as unknown as typeof globalThis.WebSocket,
    connectionParams: { authorization: `Bearer ${token}` },
    retryDelayMs: () => 20,
  })
  return {
    client: createTRPCClient<AppRouter>({ links: [wsLink({ client: socket })] }),
    close: () => void socket.close(),
  }
}
