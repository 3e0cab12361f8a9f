import { uuidv7 } from 'uuidv7'
import { describe, expect, test } from 'vitest'
import { refusal, testApi } from '../testing/test-api.ts'

const { signIn, db } = await testApi()
type User = Awaited<ReturnType<typeof signIn>>

/** All that a refused bulk must not have changed. */
async function everything({ api }: User) {
  const { data } = await api.task.list({ limit: 100 })
  const { revision } = await api.task.changes({ since: 0 })
  return { data, revision, deleted: (await api.task.listDeleted()).data }
}

describe('a bulk', () => {
  test('runs its operations in their order, and answers in it', async () => {
    const { api } = await signIn()
    const [a, b, c] = [
      await api.task.create({ title: 'a', description: 'stays', tags: ['t'] }),
      await api.task.create({ title: 'b' }),
      await api.task.create({ title: 'c' }),
    ]
    const id = uuidv7()
    const { results } = await api.task.bulk({
      operations: [
        { type: 'delete', id: b.id },
        { type: 'create', title: '  new  ', id: id.toUpperCase() },
        { type: 'update', id: a.id.toUpperCase(), title: 'A', tags: [] },
        { type: 'create', title: 'without an id', priority: 'urgent' },
        { type: 'update', id: c.id },
        { type: 'update', id: a.id, status: 'done', ifVersion: 2 },
      ],
    })
    expect(results).toMatchObject([
      { type: 'delete', id: b.id },
      { type: 'create', task: { id, title: 'new', status: 'todo', version: 1 } },
      { type: 'update', task: { id: a.id, title: 'A', description: 'stays', tags: [], version: 2 } },
      { type: 'create', task: { title: 'without an id', priority: 'urgent' } },
      { type: 'update', task: c },
      { type: 'update', task: { id: a.id, title: 'A', status: 'done', version: 3 } },
    ])
    const told = (await api.task.changes({ since: 3 })).changes.map((change) =>
      change.type === 'delete' ? change.id : change.task.title,
    )
    expect(told).toEqual([b.id, 'new', 'without an id', 'A'])
  })

  test('may go on with a task that it has made itself', async () => {
    const user = await signIn()
    const { api } = user
    const [id, other] = [uuidv7(), uuidv7()]
    const { results } = await api.task.bulk({
      operations: [
        { type: 'create', id, title: 'one' },
        { type: 'create', id: other, title: 'other' },
        { type: 'update', id, title: 'two', ifVersion: 1 },
        { type: 'delete', id, ifVersion: 2 },
      ],
    })
    expect(results.at(2)).toMatchObject({ task: { title: 'two', version: 2 } })
    expect(await everything(user)).toMatchObject({ data: [{ id: other }], deleted: [{ id }], revision: 4 })
  })

  test('holds up to 100 operations, and at least one', async () => {
    const { api } = await signIn()
    const creates = (length: number) => ({
      operations: Array.from({ length }, (_, n) => ({ type: 'create' as const, title: `${n}` })),
    })
    const { results } = await api.task.bulk(creates(100))
    expect(results.map((result) => (result.type === 'create' ? result.task.title : ''))).toEqual(
      Array.from({ length: 100 }, (_, n) => `${n}`),
    )
    for (const length of [0, 101]) {
      expect(await refusal(api.task.bulk(creates(length)))).toMatchObject({
        status: 422,
        issues: [{ path: ['operations'] }],
      })
    }
    expect((await api.task.list()).page.totalCount).toBe(100)
  })
})

describe('a bulk of which something cannot be done changes nothing', () => {
  test('and says of each operation at fault why, with the code of the first', async () => {
    const user = await signIn()
    const { api } = user
    const [a, b, gone] = [
      await api.task.create({ title: 'a' }),
      await api.task.create({ title: 'b' }),
      await api.task.create({ title: 'gone' }),
    ]
    await api.task.delete({ id: gone.id })
    const before = await everything(user)
    const operations = [
      { type: 'update' as const, id: a.id, title: 'changed' },
      { type: 'delete' as const, id: uuidv7() },
      { type: 'create' as const, id: a.id, title: 'taken' },
      { type: 'create' as const, title: 'fine' },
      { type: 'update' as const, id: a.id, title: 'stale', ifVersion: 1 },
      { type: 'create' as const, id: gone.id, title: 'deleted, but taken' },
      { type: 'delete' as const, id: b.id, ifVersion: [2, 3] },
      { type: 'delete' as const, id: b.id },
      { type: 'update' as const, id: b.id, title: 'deleted by now' },
      { type: 'create' as const, id: b.id, title: 'taken to the end' },
    ]
    const report = await refusal(api.task.bulk({ operations }))
    expect(report).toMatchObject({ error: 'NOT_FOUND', status: 404 })
    expect(report.issues?.map(({ path }) => path)).toEqual([
      ['operations', 1, 'id'],
      ['operations', 2, 'id'],
      ['operations', 4, 'ifVersion'],
      ['operations', 5, 'id'],
      ['operations', 6, 'ifVersion'],
      ['operations', 8, 'id'],
      ['operations', 9, 'id'],
    ])
    expect(await everything(user)).toEqual(before)

    const status = async (...indexes: number[]) =>
      (await refusal(api.task.bulk({ operations: indexes.flatMap((i) => operations[i] ?? []) }))).error
    expect([await status(2, 1), await status(0, 4, 2), await status(0, 3, 6, 1)]).toEqual([
      'CONFLICT',
      'PRECONDITION_FAILED',
      'PRECONDITION_FAILED',
    ])
    expect(await everything(user)).toEqual(before)
  })

  test('not even of a task that it makes twice', async () => {
    const user = await signIn()
    const id = uuidv7()
    const operations = [
      { type: 'create' as const, id, title: 'first' },
      { type: 'create' as const, id, title: 'second' },
      { type: 'delete' as const, id: uuidv7() },
    ]
    const report = await refusal(user.api.task.bulk({ operations }))
    expect(report).toMatchObject({ error: 'CONFLICT', status: 409 })
    expect(report.issues?.map(({ path }) => path)).toEqual([
      ['operations', 1, 'id'],
      ['operations', 2, 'id'],
    ])
    expect((await everything(user)).revision).toBe(0)
  })

  test("and somebody else's task does not exist", async () => {
    const [ada, bob] = [await signIn(), await signIn()]
    const { id } = await bob.api.task.create({ title: "Bob's" })
    await ada.api.task.create({ title: "Ada's" })
    const before = [await everything(ada), await everything(bob)]
    for (const operation of [
      { type: 'update' as const, id, title: 'mine' },
      { type: 'delete' as const, id },
    ]) {
      const operations = [{ type: 'create' as const, title: 'fine' }, operation]
      expect(await refusal(ada.api.task.bulk({ operations }))).toMatchObject({
        status: 404,
        issues: [{ path: ['operations', 1, 'id'] }],
      })
    }
    expect([await everything(ada), await everything(bob)]).toEqual(before)
    await ada.api.task.bulk({ operations: [{ type: 'create', id, title: "Ada's, by the same id" }] })
    expect(await everything(bob)).toEqual(before[1])
  })

  test.each<[object, (string | number)[]]>([
    [{ type: 'create', title: 'x', version: 1 }, ['operations', 1, 'version']],
    [{ type: 'create', title: 'x', ifVersion: 1 }, ['operations', 1, 'ifVersion']],
    [{ type: 'create' }, ['operations', 1, 'title']],
    [{ type: 'update', id: uuidv7(), userId: uuidv7() }, ['operations', 1, 'userId']],
    [{ type: 'update', id: uuidv7(), tags: ['a', 'a'] }, ['operations', 1, 'tags', 1]],
    [{ type: 'update', title: 'x' }, ['operations', 1, 'id']],
    [{ type: 'delete', id: uuidv7(), title: 'x' }, ['operations', 1, 'title']],
    [{ type: 'delete', id: 'x' }, ['operations', 1, 'id']],
    [{ type: 'replace', id: uuidv7(), title: 'x' }, ['operations', 1, 'type']],
  ])('nor does it run with %j in it, whose field is named', async (operation, path) => {
    const user = await signIn()
    const operations = [{ type: 'create', title: 'fine' }, operation] as never
    const report = await refusal(user.api.task.bulk({ operations }))
    expect(report).toMatchObject({ error: 'VALIDATION_ERROR', status: 422 })
    expect(report.issues?.map((issue) => issue.path)).toEqual([path])
    expect((await everything(user)).revision).toBe(0)
  })

  test('and an account that is gone cannot own its tasks', async () => {
    const { id, api } = await signIn()
    await db.user.delete({ where: { id } })
    const operations = [{ type: 'create' as const, title: 'x' }]
    expect(await refusal(api.task.bulk({ operations }))).toMatchObject({ status: 401 })
  })
})

test('bulks over the same tasks, in any order and among other writes, all get done', async () => {
  const user = await signIn()
  const { api } = user
  const ids: string[] = []
  for (let n = 0; n < 6; n++) ids.push((await api.task.create({ title: `${n}` })).id)
  const times = async (count: number, write: (n: number) => Promise<unknown>) => {
    for (let n = 0; n < count; n++) await write(n)
  }
  const over = (some: string[], title: string) =>
    api.task.bulk({ operations: some.map((id) => ({ type: 'update' as const, id, title })) })
  await Promise.all([
    times(10, (n) => over(ids, `forwards ${n}`)),
    times(10, (n) => over(ids.toReversed(), `backwards ${n}`)),
    times(10, async (n) => api.task.delete({ id: (await api.task.create({ title: `more ${n}` })).id })),
    ...ids.map((id) => times(10, (n) => api.task.update({ id, title: `alone ${n}` }))),
  ])
  const { data } = await api.task.list({ sort: 'createdAt' })
  // 10 + 10 bulks and 10 writes of its own changed each task.
  expect(data.map(({ version }) => version)).toEqual(Array(6).fill(31))
  expect((await everything(user)).revision).toBe(6 * 31 + 10 * 2)
})

test('of bulks that make the same task, all but one are refused as a whole', async () => {
  const user = await signIn()
  const id = uuidv7()
  const own: string[] = []
  for (let n = 0; n < 8; n++) own.push((await user.api.task.create({ title: `${n}` })).id)
  const made = await Promise.allSettled(
    own.map((there) =>
      user.api.task.bulk({
        operations: [
          { type: 'create', title: 'x' },
          { type: 'create', id, title: 'x' },
          { type: 'update', id: there, title: 'changed' },
        ],
      }),
    ),
  )
  const refused = made.flatMap((one) => (one.status === 'rejected' ? [Promise.reject(one.reason)] : []))
  expect(refused).toHaveLength(7)
  for (const one of refused)
    expect(await refusal(one)).toMatchObject({ status: 409, issues: [{ path: ['operations', 1, 'id'] }] })
  expect(await everything(user)).toMatchObject({ revision: 8 + 3, data: Array(8 + 2).fill({}) })
})

test('an account can be deleted while its tasks are written', async () => {
  const root = await signIn('Root', 'admin')
  for (let round = 0; round < 10; round++) {
    const { id: userId, api } = await signIn()
    const ids: string[] = []
    for (let n = 0; n < 4; n++) ids.push((await api.task.create({ title: `${n}` })).id)
    const [a = '', b = '', c = '', d = ''] = ids
    await api.task.delete({ id: d })
    const settled = await Promise.allSettled([
      api.task.create({ title: 'new' }),
      api.task.update({ id: a, title: 'changed' }),
      root.api.admin.deleteUser({ userId }),
      api.task.delete({ id: b }),
      api.task.restore({ id: d }),
      api.task.bulk({
        operations: [
          { type: 'create', title: 'new' },
          { type: 'update', id: c, title: 'changed' },
        ],
      }),
    ])
    expect(settled[2]).toEqual({ status: 'fulfilled', value: undefined })
    // Whoever comes too late is told so; nobody is told that the database is at fault.
    for (const one of settled)
      if (one.status === 'rejected')
        expect([401, 404]).toContain((await refusal(Promise.reject(one.reason))).status)
  }
})
