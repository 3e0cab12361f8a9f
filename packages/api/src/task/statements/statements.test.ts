import type { Run } from '@tandem/db/types'
import { beforeAll, expect, test } from 'vitest'
import type { Transact } from '../../persistence/transaction.ts'
import { testApi } from '../../testing/test-api.ts'

interface Sent {
  name: string
  sql: string
  values: readonly unknown[]
}

/** An API that records our own statements, whether sent over the pool, in a group commit or in a transaction. */
async function recordedApi() {
  const { services, signIn, call } = await testApi()
  const sent: Sent[] = []
  const { run, writesOf } = services
  const recorded =
    (inner: Run): Run =>
    (statement, values) => {
      const { name, text } = statement
      sent.push({ name, sql: text.replaceAll(/\s+/g, ' ').trim(), values })
      return inner(statement, values)
    }
  services.run = recorded(run)
  services.writesOf = (owner) => recorded(writesOf(owner))
  const { token, id: userId } = await signIn()
  const recordedIn =
    (inner: Transact): Transact =>
    (queue, work, options) =>
      inner(queue, (tx, run, transact) => work(tx, recorded(run), recordedIn(transact)), options)
  services.transact = recordedIn(services.transact)
  /** The statements that `work` sends, even if it fails. */
  const statementsOf = async (work: () => Promise<unknown>) => {
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
  return { api: call(`Bearer ${token}`), statementsOf }
}

const ID = '0193a347-9e00-7a32-8c8a-9643cc3985e0'
const PROJECT = '0193a347-9e00-7a32-8c8a-9643cc3985e2'
const OTHER = '0193a347-9e00-7a32-8c8a-9643cc3985e1'

let world: Awaited<ReturnType<typeof recordedApi>>
beforeAll(async () => {
  world = await recordedApi()
})

test('the statements and values of single tasks and bulks match the snapshot', async () => {
  const { api, statementsOf } = world
  const full = {
    title: 'A "title"',
    description: 'text',
    status: 'in_progress',
    priority: 'high',
    tags: ['a', 'b"c'] as string[],
    dueAt: '2026-12-24T18:00:00+01:00',
    reminder: 30,
    projectId: PROJECT,
  } as const
  await api.project.create({ id: PROJECT, name: 'p' })
  await expect({
    create: await statementsOf(() => api.task.create({ id: ID, ...full })),
    get: await statementsOf(() => api.task.get({ id: ID })),
    update: await statementsOf(() => api.task.update({ id: ID, title: 'b', tags: [], ifVersion: [1, 2] })),
    'update of nothing': await statementsOf(() => api.task.update({ id: ID })),
    replace: await statementsOf(() => api.task.replace({ id: ID, title: 'c' })),
    complete: await statementsOf(() => api.task.complete({ id: ID })),
    reopen: await statementsOf(() => api.task.reopen({ id: ID, ifVersion: 4 })),
    'write of another version': await statementsOf(() =>
      api.task.update({ id: ID, title: 'd', ifVersion: 1 }),
    ),
    delete: await statementsOf(() => api.task.delete({ id: ID, ifVersion: 5 })),
    restore: await statementsOf(() => api.task.restore({ id: ID })),
    bulk: await statementsOf(() =>
      api.task.bulk({
        operations: [
          { type: 'create', id: OTHER, title: 'e' },
          { type: 'update', id: OTHER, status: 'done' },
          { type: 'delete', id: ID },
        ],
      }),
    ),
  }).toMatchFileSnapshot('./write.snap')
})

test('the statements and values of lists match the snapshot', async () => {
  const { api, statementsOf } = world
  for (const [i, title] of ['a', 'b', 'c'].entries()) {
    await api.task.create({ id: `${ID.slice(0, -1)}${i + 2}`, title, dueAt: '2026-12-24T18:00:00Z' })
  }
  const after = async (input: object) => {
    const { page } = await api.task.list({ limit: 1, ...input })
    return statementsOf(() => api.task.list({ limit: 1, ...input, cursor: page.nextCursor ?? '' }))
  }
  await expect({
    default: await statementsOf(() => api.task.list()),
    'by due date': await statementsOf(() => api.task.list({ sort: 'dueAt' })),
    'by two keys': await statementsOf(() => api.task.list({ sort: '-priority,title', limit: 5 })),
    offset: await statementsOf(() => api.task.list({ offset: 2 })),
    filters: await statementsOf(() =>
      api.task.list({ status: ['todo', 'done'], priority: 'high', tag: 'a', overdue: true, q: '100% a_b' }),
    ),
    'due between': await statementsOf(() =>
      api.task.list({ dueAfter: '2026-01-01T00:00:00Z', dueBefore: '2027-01-01T00:00:00Z', overdue: false }),
    ),
    'of a project': await statementsOf(() => api.task.list({ project: PROJECT })),
    'without a project': await statementsOf(() => api.task.list({ project: 'none', sort: 'title' })),
    'of several projects': await statementsOf(() => api.task.list({ project: [PROJECT, OTHER, 'none'] })),
    'after a cursor': await after({}),
    'after a cursor, by due date': await after({ sort: '-dueAt' }),
    'after a cursor, by two keys': await after({ sort: '-priority,dueAt' }),
  }).toMatchFileSnapshot('./list.snap')
})
