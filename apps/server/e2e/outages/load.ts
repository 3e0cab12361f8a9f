import { uuidv7 } from 'uuidv7'

/** An answer, or `none` where there was no answer. */
export interface Seen {
  kind: 'read' | 'write' | 'transaction'
  status: number | 'none'
  /** When it was sent, in ms of `performance.now()`. */
  sentAt: number
  ms: number
}

interface Load {
  url: string
  token: string
  userId: string
  callers: number
}

/** Callers who read and write without a pause until it is ended, and what they saw. */
export function startLoad({ url, token, userId, callers }: Load) {
  const seen: Seen[] = []
  /** The tasks that the server said it has stored. */
  const acknowledged: string[] = []
  let isOver = false
  const tasks = `${url}/api/v1/${userId}/tasks`

  const send = async (kind: Seen['kind'], target: string, json?: object, key?: string) => {
    const sentAt = performance.now()
    const status = await fetch(target, {
      method: json ? 'POST' : 'GET',
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
    return status
  }

  const call = async () => {
    const id = uuidv7()
    if ((await send('write', tasks, { id, title: 'x' })) === 201) acknowledged.push(id)
    const other = uuidv7()
    const operations = [{ type: 'create', id: other, title: 'y' }]
    if ((await send('transaction', `${tasks}/bulk`, { operations }, other)) === 200) acknowledged.push(other)
    await send('read', `${tasks}/${id}`)
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
