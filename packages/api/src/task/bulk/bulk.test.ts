import { createTestDb } from '@tandem/db/testing'
import { uuidv7 } from 'uuidv7'
import { describe, expect, onTestFinished, test } from 'vitest'
import { successorId } from '../../core/recurrence/successor-id.ts'
import { refusal, testApi } from '../../testing/test-api.ts'

const { signIn, db } = await testApi()
type User = Awaited<ReturnType<typeof signIn>>

/** Everything that a refused bulk must leave unchanged. */
async function stateOf({ api }: User) {
  const { data } = await api.task.list({ limit: 100 })
  const { revision } = await api.task.changes({ since: 0 })
  return { data, revision, deleted: (await api.task.listDeleted()).data }
}

describe('a bulk', () => {
  test('runs its operations in order and returns a result for each', async () => {
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
    const changed = (await api.task.changes({ since: 3 })).changes.map((change) =>
      change.type === 'delete' ? change.id : change.task.title,
    )
    expect(changed).toEqual([b.id, 'new', 'without an id', 'A'])
  })

  test('can update and delete a task that it created', async () => {
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
    expect(await stateOf(user)).toMatchObject({ data: [{ id: other }], deleted: [{ id }], revision: 4 })
  })

  test('writes tasks that differ by one statement of each kind, in the order of its operations', async () => {
    // A sharded database takes one row at a time.
    const database = await createTestDb({ isSharded: false })
    onTestFinished(() => database.close())
    const { api } = await (await testApi(database)).signIn()
    const ids = Array.from({ length: 40 }, () => uuidv7())
    const statements: string[] = []
    database.observe({
      query: ({ text }, send) => {
        if (/^\s*(INSERT INTO|UPDATE) tasks/.test(text)) statements.push(text)
        return send()
      },
      caller: () => undefined,
      together: (_callers, send) => send(),
    })
    const { results } = await api.task.bulk({
      operations: [
        ...ids.map((id, n) => ({ type: 'create' as const, id, title: `${n}` })),
        ...ids.map((id, n) => ({ type: 'update' as const, id, title: `${n} again` })),
      ],
    })
    expect(statements).toHaveLength(2)
    expect(results.map((result) => (result.type === 'delete' ? '' : result.task.title))).toEqual([
      ...ids.map((_, n) => `${n}`),
      ...ids.map((_, n) => `${n} again`),
    ])
    const { changes } = await api.task.changes({ since: 0 })
    expect(changes.map((change) => (change.type === 'delete' ? '' : change.task.id))).toEqual(ids)
  })

  test('stores what means something in a list of PostgreSQL as it was sent', async () => {
    const { api } = await signIn()
    const texts = ['NULL', '{a,b}', '"quoted"', '\\', '\\"}', ',', 'a\nb\t', 'é 😀', "'; --", '{']
    const fieldsOf = (text: string) => ({ title: `- ${text}`, description: text, tags: [text.trim()] })
    const { results } = await api.task.bulk({
      operations: texts.map((text) => ({ type: 'create' as const, ...fieldsOf(text) })),
    })
    const one = await Promise.all(texts.map((text) => api.task.create(fieldsOf(text))))
    const written = ({ title, description, tags, dueAt, projectId }: (typeof one)[number]) => [
      title,
      description,
      tags,
      dueAt,
      projectId,
    ]
    expect(results.map((result) => (result.type === 'create' ? written(result.task) : result))).toEqual(
      one.map(written),
    )
    expect(one.map(({ description }) => description)).toEqual(texts)
  })

  test('completes tasks that recur, and changes what follows them afterwards', async () => {
    const { api } = await signIn()
    const due = { recurrence: 'FREQ=DAILY', dueOn: '2026-06-16' }
    const [one, two] = [
      await api.task.create({ title: 'one', ...due }),
      await api.task.create({ title: 'two', ...due }),
    ]
    const { results } = await api.task.bulk({
      operations: [
        { type: 'update', id: one.id, status: 'done' },
        { type: 'update', id: two.id, status: 'done' },
        { type: 'update', id: successorId(one.id), title: 'one, next' },
        { type: 'update', id: two.id, status: 'todo' },
      ],
    })
    expect(results).toMatchObject([
      { task: { status: 'done', successorId: successorId(one.id) } },
      { task: { status: 'done', successorId: successorId(two.id) } },
      { task: { title: 'one, next', dueOn: '2026-06-17' } },
      { task: { status: 'todo', successorId: null } },
    ])
    const { data } = await api.task.list({ sort: 'createdAt' })
    expect(data.map(({ title }) => title).sort()).toEqual(['one', 'one, next', 'two'])
  })

  test('has 1 to 100 operations', async () => {
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

describe('a bulk with a failing operation changes nothing', () => {
  test('and has the code of the first failure and an issue for each', async () => {
    const user = await signIn()
    const { api } = user
    const [a, b, gone] = [
      await api.task.create({ title: 'a' }),
      await api.task.create({ title: 'b' }),
      await api.task.create({ title: 'gone' }),
    ]
    await api.task.delete({ id: gone.id })
    const before = await stateOf(user)
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
    expect(await stateOf(user)).toEqual(before)

    const status = async (...indexes: number[]) =>
      (await refusal(api.task.bulk({ operations: indexes.flatMap((i) => operations[i] ?? []) }))).error
    expect([await status(2, 1), await status(0, 4, 2), await status(0, 3, 6, 1)]).toEqual([
      'CONFLICT',
      'PRECONDITION_FAILED',
      'PRECONDITION_FAILED',
    ])
    expect(await stateOf(user)).toEqual(before)
  })

  test('if it creates the same id twice', async () => {
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
    expect((await stateOf(user)).revision).toBe(0)
  })

  test("if it names another user's task", async () => {
    const [ada, bob] = [await signIn(), await signIn()]
    const { id } = await bob.api.task.create({ title: "Bob's" })
    await ada.api.task.create({ title: "Ada's" })
    const before = [await stateOf(ada), await stateOf(bob)]
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
    expect([await stateOf(ada), await stateOf(bob)]).toEqual(before)
    await ada.api.task.bulk({ operations: [{ type: 'create', id, title: "Ada's, by the same id" }] })
    expect(await stateOf(bob)).toEqual(before[1])
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
  ])('if it contains the invalid %j, whose field is named', async (operation, path) => {
    const user = await signIn()
    const operations = [{ type: 'create', title: 'fine' }, operation] as never
    const report = await refusal(user.api.task.bulk({ operations }))
    expect(report).toMatchObject({ error: 'VALIDATION_ERROR', status: 422 })
    expect(report.issues?.map((issue) => issue.path)).toEqual([path])
    expect((await stateOf(user)).revision).toBe(0)
  })

  test('if the account was deleted', async () => {
    const { id, api } = await signIn()
    await db.user.delete({ where: { id } })
    const operations = [{ type: 'create' as const, title: 'x' }]
    expect(await refusal(api.task.bulk({ operations }))).toMatchObject({ status: 401 })
  })
})
