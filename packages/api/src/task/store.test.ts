import type { Prisma } from '@tandem/db/types'
import { uuidv7 } from 'uuidv7'
import { beforeAll, describe, expect, test } from 'vitest'
import { readCounter } from '../resource/counter.ts'
import type { FieldsOf } from '../resource/table.ts'
import { testApi } from '../testing/test-api.ts'
import type { Task } from './schema.ts'
import { taskStore } from './store.ts'
import type { taskTable } from './table.ts'
import { anyFields, one, runner, some, throughPrisma, WAYS_TO_RUN, WORDS } from './testing/random-tasks.ts'

type TaskFields = FieldsOf<typeof taskTable>

let world: Awaited<ReturnType<typeof testApi>>
let userId: string
let all: Task[]

beforeAll(async () => {
  world = await testApi()
  userId = (await world.signIn()).id
  for (let i = 0; i < 40; i++) await world.db.task.create({ data: { ...anyFields(), id: uuidv7(), userId } })
  all = await throughPrisma(world.db, { userId })
})

describe.each(WAYS_TO_RUN)('over %s', (way) => {
  test('reading gives what Prisma gives', async () => {
    await runner(
      world.services,
      way,
    )(async (run) => {
      for (const task of all) expect(await taskStore.get(run, { userId, id: task.id })).toEqual(task)
    })
  })

  test('what is created is what Prisma reads', async () => {
    for (let i = 0; i < 25; i++) {
      const id = uuidv7()
      const given = anyFields()
      const made = await runner(world.services, way)((run) => taskStore.create(run, { userId, id }, given))
      expect([made]).toEqual(await throughPrisma(world.db, { userId, id }))
      expect(made).toMatchObject({ ...given, dueAt: given.dueAt?.toISOString() ?? null })
      await world.db.task.delete({ where: { userId_id: { userId, id } } })
    }
  })

  test('what is changed is what Prisma would have changed', async () => {
    const [a, b] = [uuidv7(), uuidv7()]
    const first = anyFields()
    for (const id of [a, b]) await world.db.task.create({ data: { ...first, id, userId } })
    const timeless = ({ id: _, createdAt: __, updatedAt: ___, completedAt, ...rest }: Task) => ({
      ...rest,
      completed: completedAt !== null,
    })
    for (let i = 0; i < 30; i++) {
      const given = Object.fromEntries(some(Object.entries(anyFields()))) as Partial<TaskFields>
      const ifVersion = one([undefined, undefined, [1, 2, 3, 4, 5], 1])
      const data = given as Prisma.TaskUncheckedUpdateManyInput
      const version = ifVersion === undefined ? {} : { version: { in: [ifVersion].flat() } }
      const { count } = await world.db.task.updateMany({ where: { userId, id: b, ...version }, data })
      const written = await runner(
        world.services,
        way,
      )((run) => taskStore.write(run, { userId, id: a }, ifVersion, given)).then(
        (task) => task,
        (error: { code: string }) => error.code,
      )
      const [mine, theirs] = [
        await throughPrisma(world.db, { userId, id: a }),
        await throughPrisma(world.db, { userId, id: b }),
      ]
      expect(written).toEqual(count === 0 ? 'PRECONDITION_FAILED' : mine[0])
      expect(mine.map(timeless)).toEqual(theirs.map(timeless))
    }
    await world.db.task.deleteMany({ where: { userId, id: { in: [a, b] } } })
  })
})

test('what many write at once is what each of them would have written alone', async () => {
  const { writesOf } = world.services
  const owners = [(await world.signIn()).id, (await world.signIn()).id]
  // The same ids in two accounts: only the whole key tells them apart.
  const ids = Array.from({ length: 25 }, () => uuidv7())
  const given = ids.flatMap((id) => owners.map((owner) => ({ userId: owner, id, ...anyFields() })))
  const made = await Promise.all(
    given.map(({ userId: owner, id, ...rest }) =>
      taskStore.create(writesOf(owner), { userId: owner, id }, rest),
    ),
  )
  for (const [i, { userId: owner, id, dueAt, ...rest }] of given.entries()) {
    expect([made[i]]).toEqual(await throughPrisma(world.db, { userId: owner, id }))
    expect(made[i]).toMatchObject({ ...rest, dueAt: dueAt?.toISOString() ?? null })
  }

  const changes = given.map(({ userId: owner, id }) => ({
    key: { userId: owner, id },
    ifVersion: one([undefined, 1, [1, 5], 2]),
    // No more than three kinds of statement, so that each is of many.
    fields: one([{ title: one(WORDS) }, { tags: some(WORDS), description: one([null, ...WORDS]) }, {}]),
  }))
  const written = await Promise.allSettled(
    changes.map((change) =>
      taskStore.write(writesOf(change.key.userId), change.key, change.ifVersion, change.fields),
    ),
  )
  for (const [i, { key, ifVersion, fields: changed }] of changes.entries()) {
    const [stored] = await throughPrisma(world.db, key)
    if (ifVersion === 2) {
      expect(written[i]).toMatchObject({ reason: { code: 'PRECONDITION_FAILED' } })
      expect(stored).toEqual(made[i])
    } else {
      expect(written[i]).toMatchObject({ value: stored })
      expect(stored).toMatchObject(changed)
    }
  }
})

test('one task that many write at once is written by each of them, however they write its id', async () => {
  const { id: owner, api } = await world.signIn()
  const { id } = await api.task.create({ title: '0' })
  const titles = Array.from({ length: 20 }, (_, i) => `${i + 1}`)
  const run = world.services.writesOf(owner)
  const written = await Promise.all(
    titles.map((title, i) => {
      const key = { userId: owner, id: i % 2 ? id : id.toUpperCase() }
      return taskStore.write(run, key, undefined, { title })
    }),
  )
  expect(written.map(({ title }) => title)).toEqual(titles)
  expect(new Set(written.map(({ version }) => version)).size).toBe(20)
  expect(await api.task.get({ id })).toMatchObject({ version: 21 })
})

test('the number of tasks is kept right through every kind of write', async () => {
  const { id, api } = await world.signIn()
  const counted = async () => [
    (await api.task.list({ limit: 1 })).page.totalCount,
    await world.db.task.count({ where: { userId: id } }),
  ]
  expect(await counted()).toEqual([0, 0])
  const ids: string[] = []
  for (let i = 0; i < 6; i++) ids.push((await api.task.create({ title: `${i}` })).id)
  await api.task.update({ id: ids[0] ?? '', title: 'x' })
  await api.task.delete({ id: ids[1] ?? '' })
  await api.task.delete({ id: ids[2] ?? '' })
  await api.task.restore({ id: ids[2] ?? '' })
  await api.task.create({ id: ids[1] ?? '', title: 'taken' }).catch(() => {})
  await world.db.task.deleteMany({ where: { userId: id, title: '3' } })
  await api.task.bulk({
    operations: [
      { type: 'create', title: 'a' },
      { type: 'delete', id: ids[4] ?? '' },
      { type: 'create', title: 'b' },
    ],
  })
  expect(await counted()).toEqual([5, 5])
  expect((await readCounter(world.services.run, id)).revision).toBe(14)
})
