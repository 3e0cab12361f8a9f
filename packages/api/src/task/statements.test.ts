import type { Db, Run, Statement } from '@tandem/db/types'
import { beforeAll, expect, test } from 'vitest'
import { testApi } from '../testing/test-api.ts'

interface Sent {
  name: string
  sql: string
  values: readonly unknown[]
}

/** Records the statements of our own that the procedures send, over the pool, in a group and inside a transaction. */
async function recordedApi() {
  const { services, signIn, call } = await testApi()
  const sent: Sent[] = []
  const record = (
    { name = '', text }: Partial<Statement> & Pick<Statement, 'text'>,
    values: readonly unknown[],
  ) => {
    sent.push({ name, sql: text.replaceAll(/\s+/g, ' ').trim(), values })
  }
  const { run, writesOf } = services
  const recorded =
    (inner: Run): Run =>
    (statement, values) => {
      record(statement, values)
      return inner(statement, values)
    }
  services.run = recorded(run)
  services.writesOf = (owner) => recorded(writesOf(owner))
  const { token, id: userId } = await signIn()
  const raw = (tx: Db): Db =>
    new Proxy(tx, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key)
        if (key === '$queryRawUnsafe') {
          return (sql: string, ...values: unknown[]) => {
            record({ text: sql }, values)
            return target.$queryRawUnsafe(sql, ...values)
          }
        }
        if (key === '$transaction') {
          return (work: (tx: Db) => Promise<unknown>) =>
            (value as (work: (tx: Db) => Promise<unknown>) => unknown).call(target, (inner) =>
              work(raw(inner)),
            )
        }
        return value
      },
    })
  services.db = raw(services.db)
  const of = async (work: () => Promise<unknown>) => {
    sent.length = 0
    await work().catch(() => {})
    return sent.map(({ name, sql, values }) => ({
      name,
      sql,
      values: JSON.parse(
        JSON.stringify(values)
          .replaceAll(userId, 'USER')
          .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME'),
      ),
    }))
  }
  return { api: call(`Bearer ${token}`), of }
}

const ID = '0193a347-9e00-7a32-8c8a-9643cc3985e0'
const OTHER = '0193a347-9e00-7a32-8c8a-9643cc3985e1'

let world: Awaited<ReturnType<typeof recordedApi>>
beforeAll(async () => {
  world = await recordedApi()
})

test('the statements of create, get, write, delete and bulk stay as they are', async () => {
  const { api, of } = world
  const full = {
    title: 'A "title"',
    description: 'text',
    status: 'in_progress',
    priority: 'high',
    tags: ['a', 'b"c'] as string[],
    dueAt: '2026-12-24T18:00:00+01:00',
  } as const
  await expect({
    create: await of(() => api.task.create({ id: ID, ...full })),
    get: await of(() => api.task.get({ id: ID })),
    update: await of(() => api.task.update({ id: ID, title: 'b', tags: [], ifVersion: [1, 2] })),
    'update of nothing': await of(() => api.task.update({ id: ID })),
    replace: await of(() => api.task.replace({ id: ID, title: 'c' })),
    complete: await of(() => api.task.complete({ id: ID })),
    reopen: await of(() => api.task.reopen({ id: ID, ifVersion: 4 })),
    'write of another version': await of(() => api.task.update({ id: ID, title: 'd', ifVersion: 1 })),
    delete: await of(() => api.task.delete({ id: ID, ifVersion: 5 })),
    restore: await of(() => api.task.restore({ id: ID })),
    bulk: await of(() =>
      api.task.bulk({
        operations: [
          { type: 'create', id: OTHER, title: 'e' },
          { type: 'update', id: OTHER, status: 'done' },
          { type: 'delete', id: ID },
        ],
      }),
    ),
  }).toMatchFileSnapshot('./statements.write.snap')
})

test('the statements of lists stay as they are', async () => {
  const { api, of } = world
  for (const [i, title] of ['a', 'b', 'c'].entries()) {
    await api.task.create({ id: `${ID.slice(0, -1)}${i + 2}`, title, dueAt: '2026-12-24T18:00:00Z' })
  }
  const after = async (input: object) => {
    const { page } = await api.task.list({ limit: 1, ...input })
    return of(() => api.task.list({ limit: 1, ...input, cursor: page.nextCursor ?? '' }))
  }
  await expect({
    default: await of(() => api.task.list()),
    'by due date': await of(() => api.task.list({ sort: 'dueAt' })),
    'by two keys': await of(() => api.task.list({ sort: '-priority,title', limit: 5 })),
    offset: await of(() => api.task.list({ offset: 2 })),
    filters: await of(() =>
      api.task.list({ status: ['todo', 'done'], priority: 'high', tag: 'a', overdue: true, q: '100% a_b' }),
    ),
    'due between': await of(() =>
      api.task.list({ dueAfter: '2026-01-01T00:00:00Z', dueBefore: '2027-01-01T00:00:00Z', overdue: false }),
    ),
    'after a cursor': await after({}),
    'after a cursor, by due date': await after({ sort: '-dueAt' }),
    'after a cursor, by two keys': await after({ sort: '-priority,dueAt' }),
  }).toMatchFileSnapshot('./statements.list.snap')
})
