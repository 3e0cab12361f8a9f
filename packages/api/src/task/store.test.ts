import type { Prisma, Run } from '@tandem/db/types'
import { uuidv7 } from 'uuidv7'
import { beforeAll, describe, expect, test } from 'vitest'
import { readCounter } from '../resource/counter.ts'
import type { FieldsOf } from '../resource/table.ts'
import { testApi } from '../testing/test-api.ts'
import { type Task, taskDefaults } from './schema.ts'
import { taskStore } from './store.ts'
import type { taskTable } from './table.ts'
import { findWithPrisma, RUN_MODES, randomTasks, runWith, WORDS } from './testing/random-tasks.ts'

const PROJECTS = [uuidv7(), uuidv7()]
const random = randomTasks(11, PROJECTS)
const { pick, pickSome } = random

type TaskFields = FieldsOf<typeof taskTable>

let world: Awaited<ReturnType<typeof testApi>>
let userId: string
let all: Task[]

/** A user with the projects that random tasks have. */
async function signInWithProjects() {
  const user = await world.signIn()
  for (const id of PROJECTS) await user.api.project.create({ id, name: id })
  return user
}

beforeAll(async () => {
  world = await testApi()
  userId = (await signInWithProjects()).id
  for (let i = 0; i < 40; i++)
    await world.db.task.createMany({ data: { ...random.fields(), id: uuidv7(), userId } })
  all = await findWithPrisma(world.db, { userId })
})

describe.each(RUN_MODES)('over %s', (mode) => {
  const withRun = <T>(work: (run: Run) => Promise<T>) => runWith(world.services, mode)(work)

  test('get returns what Prisma reads', async () => {
    await withRun(async (run) => {
      for (const task of all) expect(await taskStore.get(run, { userId, id: task.id })).toEqual(task)
    })
  })

  test('create stores and returns what Prisma reads', async () => {
    for (let i = 0; i < 25; i++) {
      const id = uuidv7()
      const given = random.fields()
      const made = await withRun((run) =>
        taskStore.create(run, { userId, id }, { ...taskDefaults, ...given }),
      )
      expect([made]).toEqual(await findWithPrisma(world.db, { userId, id }))
      expect(made).toMatchObject({ ...given, dueAt: given.dueAt?.toISOString() ?? null })
      await world.db.task.delete({ where: { userId_id: { userId, id } } })
    }
  })

  test('write changes a task as Prisma does', async () => {
    const [a, b] = [uuidv7(), uuidv7()]
    const first = random.fields()
    for (const id of [a, b]) await world.db.task.create({ data: { ...first, id, userId } })
    const withoutTimes = ({ id: _, createdAt: __, updatedAt: ___, completedAt, ...rest }: Task) => ({
      ...rest,
      completed: completedAt !== null,
    })
    for (let i = 0; i < 30; i++) {
      const { dueAt, reminder, ...others } = random.fields()
      const some = Object.fromEntries(pickSome(Object.entries(others)))
      // A reminder needs its due date.
      const given: Partial<TaskFields> = { ...some, ...pick([{}, { dueAt, reminder }]) }
      const ifVersion = pick([undefined, undefined, [1, 2, 3, 4, 5], 1])
      const data = given as object as Prisma.TaskUncheckedUpdateManyInput
      const version = ifVersion === undefined ? {} : { version: { in: [ifVersion].flat() } }
      const { count } = await world.db.task.updateMany({ where: { userId, id: b, ...version }, data })
      const written = await withRun((run) => taskStore.write(run, { userId, id: a }, ifVersion, given)).then(
        (task) => task,
        (error: { code: string }) => error.code,
      )
      const [byStore, byPrisma] = [
        await findWithPrisma(world.db, { userId, id: a }),
        await findWithPrisma(world.db, { userId, id: b }),
      ]
      expect(written).toEqual(count === 0 ? 'PRECONDITION_FAILED' : byStore[0])
      expect(byStore.map(withoutTimes)).toEqual(byPrisma.map(withoutTimes))
    }
    await world.db.task.deleteMany({ where: { userId, id: { in: [a, b] } } })
  })
})

test('merged creates and writes have the same results as single ones', async () => {
  const { writesOf } = world.services
  const owners = [(await signInWithProjects()).id, (await signInWithProjects()).id]
  // Both users have the same ids, so that only the whole key identifies a task.
  const ids = Array.from({ length: 25 }, () => uuidv7())
  const given = ids.flatMap((id) => owners.map((owner) => ({ userId: owner, id, ...random.fields() })))
  const made = await Promise.all(
    given.map(({ userId: owner, id, ...rest }) =>
      taskStore.create(writesOf(owner), { userId: owner, id }, { ...taskDefaults, ...rest }),
    ),
  )
  for (const [i, { userId: owner, id, dueAt, ...rest }] of given.entries()) {
    expect([made[i]]).toEqual(await findWithPrisma(world.db, { userId: owner, id }))
    expect(made[i]).toMatchObject({ ...rest, dueAt: dueAt?.toISOString() ?? null })
  }

  const changes = given.map(({ userId: owner, id }) => ({
    key: { userId: owner, id },
    ifVersion: pick([undefined, 1, [1, 5], 2]),
    // Only three combinations of fields, so that writes with the same statement are merged.
    fields: pick([
      { title: pick(WORDS) },
      { tags: pickSome(WORDS), description: pick([null, ...WORDS]) },
      {},
    ]),
  }))
  const written = await Promise.allSettled(
    changes.map((change) =>
      taskStore.write(writesOf(change.key.userId), change.key, change.ifVersion, change.fields),
    ),
  )
  for (const [i, { key, ifVersion, fields: changed }] of changes.entries()) {
    const [stored] = await findWithPrisma(world.db, key)
    if (ifVersion === 2) {
      expect(written[i]).toMatchObject({ reason: { code: 'PRECONDITION_FAILED' } })
      expect(stored).toEqual(made[i])
    } else {
      expect(written[i]).toMatchObject({ value: stored })
      expect(stored).toMatchObject(changed)
    }
  }
})

test('concurrent writes of one task all take effect, with its id in any case', async () => {
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

test('the stored number of tasks is correct after every kind of write', async () => {
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
