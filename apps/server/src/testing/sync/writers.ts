import { uuidv7 } from 'uuidv7'

/** A seeded generator of numbers between 0 and 1 (mulberry32). */
export function seededRandom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

interface WriterOptions {
  urls: string[]
  userId: string
  token: string
  seed: number
  /** Ids of tasks, shared by the writers. Some may not exist, or not any more. */
  ids: string[]
  /** How many operations to send. Each operation of a bulk counts. */
  operations: number
}

/** Statuses that an operation may get while others write the same tasks. */
const EXPECTED = new Set([200, 201, 204, 404, 409, 412])

/** Creates, changes, deletes and restores tasks at random through any of the servers. Returns how many requests succeeded. */
export async function writeAtRandom({
  urls,
  userId,
  token,
  seed,
  ids,
  operations,
}: WriterOptions): Promise<number> {
  const random = seededRandom(seed)
  const any = <T>(items: readonly T[]): T => items[Math.floor(random() * items.length)] as T
  let succeeded = 0

  const send = async (method: string, path: string, body?: object, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${any(urls)}/api/v1/${userId}/tasks${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body && { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    if (!EXPECTED.has(answer.status)) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
    if (answer.ok) succeeded++
    return { status: answer.status, text }
  }

  const fields = () => ({
    title: `${any(['Buy', 'Call', 'Fix', 'Write'])} ${Math.floor(random() * 1e6)}`,
    status: any(['todo', 'in_progress', 'done']),
    priority: any(['none', 'low', 'high']),
    tags: random() < 0.3 ? ['home'] : [],
  })
  const newId = () => {
    const id = uuidv7()
    ids.push(id)
    return id
  }
  const precondition = () =>
    random() < 0.2 ? { 'if-match': `"${1 + Math.floor(random() * 4)}"` } : undefined

  const bulk = async () => {
    const list = Array.from({ length: 2 + Math.floor(random() * 10) }, () => {
      const type = any(['create', 'create', 'update', 'delete'] as const)
      if (type === 'create') return { type, id: newId(), ...fields() }
      return { type, id: any(ids), ...(type === 'update' && fields()) }
    })
    await send('POST', '/bulk', { operations: list })
    return list.length
  }
  /** Sends one request twice at once, like a client that does not know whether the first arrived. */
  const createWithKey = async () => {
    const body = fields()
    const headers = { 'idempotency-key': uuidv7() }
    const answers = await Promise.all([send('POST', '', body, headers), send('POST', '', body, headers)])
    const made = answers.filter(({ status }) => status === 201).map(({ text }) => JSON.parse(text).id)
    if (new Set(made).size !== 1) throw new Error(`one key made ${made.length} tasks`)
    ids.push(made[0])
  }

  const kinds: [number, () => Promise<unknown>][] = [
    [0.3, () => send('POST', '', { id: newId(), ...fields() })],
    [0.6, () => send('PATCH', `/${any(ids)}`, fields(), precondition())],
    [0.72, () => send('DELETE', `/${any(ids)}`, undefined, precondition())],
    [0.82, () => send('POST', `/${any(ids)}/restore`)],
    [0.87, () => send('POST', `/${any(ids)}/${any(['complete', 'reopen'])}`)],
    [0.9, createWithKey],
    [1, bulk],
  ]
  for (let done = 0; done < operations; ) {
    const chance = random()
    const [, run] = kinds.find(([below]) => chance < below) ?? kinds[0] ?? [0, bulk]
    const count = await run()
    done += typeof count === 'number' ? count : 1
  }
  return succeeded
}
