import assert from 'node:assert/strict'

interface Task {
  id: string
  title: string
  status: 'todo' | 'in_progress' | 'done'
  tags: string[]
  version: number
}

/** What a generated client has to be able to do. */
export interface Client {
  register(account: { email: string; password: string; name: string }): Promise<{ id: string }>
  signIn(username: string, password: string): Promise<{ access_token: string }>
  create(userId: string, task: { title: string; tags: string[]; dueAt: string }): Promise<Task>
  list(
    userId: string,
    query: { status: ('todo' | 'done')[]; tag: string[]; limit: number },
  ): Promise<{ data: Task[]; page: { totalCount: number | null } }>
  rename(userId: string, id: string, version: number, title: string): Promise<Task>
  /** Creates one task and deletes another. Resolves to the kinds of the results. */
  bulk(userId: string, title: string, deleted: string): Promise<string[]>
  /** Asks for a task that is not there. Resolves to the code of the error. */
  missing(userId: string): Promise<string | undefined>
}

export const MISSING_ID = '00000000-0000-7000-8000-000000000000'
export const API_URL = process.env.API_URL ?? ''

/** A new account uses what the client can do. `authorize` gives the client the token for all calls that follow. */
export async function journey(client: Client, authorize: (token: string) => void): Promise<void> {
  const email = `${crypto.randomUUID()}@example.com`
  const password = 'correct horse battery'
  const { id: userId } = await client.register({ email, password, name: 'Ada' })
  const { access_token } = await client.signIn(email, password)
  authorize(access_token)

  const task = await client.create(userId, {
    title: 'First',
    tags: ['a', 'b'],
    dueAt: '2030-01-01T12:00:00+01:00',
  })
  assert.equal(task.version, 1)
  await client.create(userId, { title: 'Second', tags: [], dueAt: '2030-01-01T12:00:00Z' })
  const page = await client.list(userId, { status: ['todo', 'done'], tag: ['a', 'b'], limit: 5 })
  assert.deepEqual([page.data.map(({ title }) => title), page.page.totalCount], [['First'], 1])
  const renamed = await client.rename(userId, task.id, task.version, 'Renamed')
  assert.deepEqual([renamed.title, renamed.version], ['Renamed', 2])
  assert.deepEqual(await client.bulk(userId, 'Third', task.id), ['create', 'delete'])
  assert.equal(await client.missing(userId), 'NOT_FOUND')
}

/** The value, which a call that succeeded always has. */
export function found<Value>(value: Value | undefined, error?: unknown): Value {
  if (value === undefined) throw new Error(`the call failed: ${JSON.stringify(error)}`)
  return value
}
