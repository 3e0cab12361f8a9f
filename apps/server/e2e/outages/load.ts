import { setTimeout as sleep } from 'node:timers/promises'
import { createDb } from '@tandem/db'
import { uuidv7 } from 'uuidv7'

/** An answer, or `none` where there was no answer. */
export interface Seen {
  kind: 'read' | 'write' | 'transaction'
  status: number | 'none'
  /** When it was sent, in ms of `performance.now()`. */
  sentAt: number
  ms: number
}

interface Account {
  token: string
  userId: string
}

interface Load extends Account {
  url: string
  callers: number
  /** Whether they update, comment, list and search too. */
  isVaried?: boolean
  /** How long each waits after an answer. Without it they ask for as much as the machine can do, and wait for that. */
  pauseMs?: number
}

/** Callers who read and write until it is ended, and what they saw. */
export function startLoad({ url, token, userId, callers, isVaried = false, pauseMs = 0 }: Load) {
  const seen: Seen[] = []
  /** The tasks that the server said it has stored. */
  const acknowledged: string[] = []
  let isOver = false
  const tasks = `${url}/api/v1/${userId}/tasks`

  const send = async (kind: Seen['kind'], target: string, json?: object, key?: string, method?: string) => {
    const sentAt = performance.now()
    const status = await fetch(target, {
      method: method ?? (json ? 'POST' : 'GET'),
      headers: {
        authorization: `Bearer ${token}`,
        ...(json && { 'content-type': 'application/json' }),
        ...(key !== undefined && { 'idempotency-key': key }),
      },
      ...(json && { body: JSON.stringify(json) }),
    }).then(
      async (answer) => {
        await answer.arrayBuffer()
        return answer.status
      },
      () => 'none' as const,
    )
    seen.push({ kind, status, sentAt, ms: performance.now() - sentAt })
    if (pauseMs > 0) await sleep(pauseMs)
    return status
  }

  const call = async () => {
    const id = uuidv7()
    if ((await send('write', tasks, { id, title: 'x' })) === 201) acknowledged.push(id)
    const other = uuidv7()
    const operations = [{ type: 'create', id: other, title: 'y' }]
    if ((await send('transaction', `${tasks}/bulk`, { operations }, other)) === 200) acknowledged.push(other)
    await send('read', `${tasks}/${id}`)
    if (!isVaried) return
    await send('write', `${tasks}/${id}`, { status: 'in_progress' }, undefined, 'PATCH')
    await send('write', `${tasks}/${id}/comments`, { body: 'z' })
    await send('read', `${tasks}?limit=20`)
    await send('read', `${tasks}?q=x&limit=5`)
  }
  const calling = Array.from({ length: callers }, async () => {
    while (!isOver) await call()
  })

  return {
    seen,
    acknowledged,
    end: async () => {
      isOver = true
      await Promise.all(calling)
    },
  }
}

/** How long after a time the last call was refused, in ms. */
export function timeBack(seen: readonly Seen[], time: number): number {
  const ends = seen.filter(({ status, sentAt, ms }) => status === 503 && sentAt + ms > time)
  return Math.max(0, ...ends.map(({ sentAt, ms }) => sentAt + ms - time))
}

/** Makes an account and signs in. */
export async function register(url: string, email: string): Promise<Account> {
  const post = async (where: string, body: object) => {
    const answer = await fetch(`${url}/api/v1/auth/${where}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${where} is answered with ${answer.status}: ${text}`)
    return JSON.parse(text)
  }
  const password = 'correct horse battery'
  const { id: userId } = await post('register', { email, password, name: 'Ada' })
  const grant = { grant_type: 'password', username: email, password }
  return { userId, token: (await post('token', grant)).access_token }
}

/** Which of some tasks the database does not have. */
export async function missing(databaseUrl: string, ids: readonly string[]): Promise<string[]> {
  const database = await createDb(databaseUrl, { migrate: false })
  const stored = await database.client.task.findMany({ select: { id: true } })
  await database.close()
  const known = new Set(stored.map(({ id }) => id))
  return ids.filter((id) => !known.has(id))
}
