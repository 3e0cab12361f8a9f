import type { Prisma } from '@tandem/db/types'
import { jsonTextOf } from '@tandem/json-text'
import { uuidv7 } from 'uuidv7'
import { beforeAll, describe, expect, test } from 'vitest'
import { likePattern } from '../core/text.ts'
import { testApi } from '../testing/test-api.ts'
import { listTasks } from './list.ts'
import { createTaskReads } from './reads.ts'
import { taskColumns, toTask } from './record.ts'
import {
  type ListTasks,
  listTasksInput,
  type Task,
  type TaskPage,
  taskPriority,
  taskStatus,
} from './schema.ts'
import { SORT_FIELDS } from './sort.ts'
import { PLACED, runIn } from './sql.ts'
import { createTask, findIn, getTask, type TaskFields, writeTask } from './store.ts'

/** Numbers below n, the same in every run. */
function generator(seed: number) {
  let state = seed
  return (n: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff
    return Math.floor((state / 2 ** 31) * n)
  }
}

const below = generator(11)
const one = <T>(items: readonly T[]): T => items[below(items.length)] as T
const some = <T>(items: readonly T[]): T[] => items.filter(() => below(2) === 0)
const WORDS = [
  'milk',
  'Éclair',
  '100%',
  'a_b',
  'back\\slash',
  "quote's",
  '"double"',
  '{a,b}',
  'NULL',
  '👩‍💻',
  '\t\n',
  '$1',
  '2026-01-01T00:00:00+00:00',
  'At":"2026-01-01T00:00:00+00:00',
]

/** Anything that may stand in a task. */
const fields = (): TaskFields => ({
  title: `${one(WORDS)} ${one(WORDS)}`.trim() || 'x',
  description: one([null, '', `${one(WORDS)} ${one(WORDS)}`, 'x'.repeat(10_000)]),
  status: one(taskStatus.options),
  priority: one(taskPriority.options),
  tags: [...new Set(some(WORDS))],
  dueAt: one([
    null,
    new Date(Date.UTC(2026, below(12), below(28), below(24), below(60), below(60), below(1000))),
    new Date('0001-01-01T00:00:00.000Z'),
    new Date('9999-12-31T23:59:59.999Z'),
  ]),
})

type World = Awaited<ReturnType<typeof testApi>>
let world: World
let userId: string
/** Everything of the user's, as Prisma reads it. */
let all: Task[]

const throughPrisma = async (
  where: Prisma.TaskWhereInput,
  orderBy?: Prisma.TaskOrderByWithRelationInput[],
) => {
  const rows = await world.db.task.findMany({ where, ...(orderBy && { orderBy }), select: taskColumns })
  return rows.map(toTask)
}

beforeAll(async () => {
  world = await testApi()
  userId = (await world.signIn()).id
  const other = (await world.signIn()).id
  const made = Array.from({ length: 200 }, (_, i) => ({
    ...fields(),
    id: uuidv7(),
    userId: i % 5 ? userId : other,
  }))
  await world.db.revision.create({ data: { userId, revision: 0n } })
  const pretendToHave = (tasks: number) =>
    world.db.revision.update({ where: { userId }, data: { taskCount: { increment: tasks } } })
  for (const [i, data] of made.entries()) {
    // The words of some are in the indexes of words.
    if (i === 100) await pretendToHave(10_000)
    await world.db.task.create({ data })
  }
  await pretendToHave(-10_000)
  all = await throughPrisma({ userId })
}, 60_000)

/** Both ways there are to run a statement: over the pool, and inside a transaction of Prisma's. */
const RUNS = [
  ['the pool', (work: (run: World['services']['run']) => Promise<unknown>) => work(world.services.run)],
  [
    'a transaction',
    (work: (run: World['services']['run']) => Promise<unknown>) =>
      world.db.$transaction((tx) => work(runIn(tx))),
  ],
] as const

type Within = (typeof RUNS)[number][1]

describe.each(RUNS)('over %s', (_, within) => {
  test('reading gives what Prisma gives', async () => {
    await within(async (run) => {
      for (const task of all) expect(await getTask(findIn(run), { userId, id: task.id })).toEqual(task)
    })
  })

  test('what is created is what Prisma reads', async () => {
    for (let i = 0; i < 25; i++) {
      const id = uuidv7()
      const given = fields()
      const made = await within((run) => createTask(run, { userId, id, ...given }))
      expect([made]).toEqual(await throughPrisma({ userId, id }))
      expect(made).toMatchObject({ ...given, dueAt: given.dueAt?.toISOString() ?? null })
      await world.db.task.delete({ where: { userId_id: { userId, id } } })
    }
  })

  test('what is changed is what Prisma would have changed', async () => {
    const [a, b] = [uuidv7(), uuidv7()]
    const first = fields()
    for (const id of [a, b]) await world.db.task.create({ data: { ...first, id, userId } })
    const timeless = ({ id: _, createdAt: __, updatedAt: ___, completedAt, ...rest }: Task) => ({
      ...rest,
      completed: completedAt !== null,
    })
    for (let i = 0; i < 30; i++) {
      const given = Object.fromEntries(some(Object.entries(fields()))) as Partial<TaskFields>
      const ifVersion = one([undefined, undefined, [1, 2, 3, 4, 5], 1])
      const data = given as Prisma.TaskUncheckedUpdateManyInput
      const version = ifVersion === undefined ? {} : { version: { in: [ifVersion].flat() } }
      const { count } = await world.db.task.updateMany({ where: { userId, id: b, ...version }, data })
      const written = await within((run) => writeTask(run, { userId, id: a }, ifVersion, given)).then(
        (task) => task,
        (error: { code: string }) => error.code,
      )
      const [mine, theirs] = [await throughPrisma({ userId, id: a }), await throughPrisma({ userId, id: b })]
      expect(written).toEqual(count === 0 ? 'PRECONDITION_FAILED' : mine[0])
      expect(mine.map(timeless)).toEqual(theirs.map(timeless))
    }
    await world.db.task.deleteMany({ where: { userId, id: { in: [a, b] } } })
  })

  test('a list is what Prisma lists, in its order', async () => {
    const now = new Date('2026-06-15T12:00:00Z')
    for (let i = 0; i < 45; i++) {
      const input = randomQuery()
      const query = listTasksInput.parse(input)
      const expected = await throughPrisma(prismaFilter(query, now), prismaOrder(query))
      const offset = query.offset ?? 0
      expect(await list(within, query, now), JSON.stringify(input)).toMatchObject({
        data: expected.slice(offset, offset + query.limit),
        page: { totalCount: expected.length, hasMore: offset + query.limit < expected.length },
      })
      expect(await pageThrough(within, query, now), JSON.stringify(input)).toEqual(expected)
    }
  }, 60_000)
})

test('what many write at once is what each of them would have written alone', async () => {
  const { writesOf } = world.services
  const owners = [(await world.signIn()).id, (await world.signIn()).id]
  // The same ids in two accounts: only the whole key tells them apart.
  const ids = Array.from({ length: 25 }, () => uuidv7())
  const given = ids.flatMap((id) => owners.map((owner) => ({ userId: owner, id, ...fields() })))
  const made = await Promise.all(given.map((task) => createTask(writesOf(task.userId), task)))
  for (const [i, { userId: owner, id, dueAt, ...rest }] of given.entries()) {
    expect([made[i]]).toEqual(await throughPrisma({ userId: owner, id }))
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
      writeTask(writesOf(change.key.userId), change.key, change.ifVersion, change.fields),
    ),
  )
  for (const [i, { key, ifVersion, fields: changed }] of changes.entries()) {
    const [stored] = await throughPrisma(key)
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
      return writeTask(run, key, undefined, { title })
    }),
  )
  expect(written.map(({ title }) => title)).toEqual(titles)
  expect(new Set(written.map(({ version }) => version)).size).toBe(20)
  expect(await api.task.get({ id })).toMatchObject({ version: 21 })
})

test('the plan of what takes lists is made once, by index, even where there is nothing yet', async () => {
  const { db } = await testApi()
  const statements = new Map<string, number>()
  const spy = <Row extends object>(sql: string, values: readonly unknown[]) => {
    if (sql.includes(PLACED)) statements.set(sql, values.length)
    return Promise.resolve<Row[]>([])
  }
  const key = { userId: uuidv7(), id: uuidv7() }
  const reads = createTaskReads(spy)
  await Promise.allSettled([reads.task(key), reads.counter(key.userId)])
  await Promise.allSettled([writeTask(spy, key, undefined, { title: 'x' }), writeTask(spy, key, 1, {})])
  expect(statements.size).toBe(4)
  for (const [sql, lists] of statements) {
    const plans = await db.$transaction(async (tx) => {
      await tx.$executeRawUnsafe(`PREPARE listed AS ${sql}`)
      const execute = `EXECUTE listed(${Array(lists).fill("'{}'").join()})`
      for (let i = 0; i < 7; i++) await tx.$executeRawUnsafe(execute.replaceAll('{}', '{NULL}'))
      const [kept] = await tx.$queryRaw<object[]>`
        SELECT custom_plans::int, generic_plans::int FROM pg_prepared_statements WHERE name = 'listed'`
      const plan = await tx.$queryRawUnsafe(`EXPLAIN ${execute}`)
      await tx.$executeRawUnsafe('DEALLOCATE listed')
      return { ...kept, plan: JSON.stringify(plan) }
    })
    expect(plans).toMatchObject({ custom_plans: 5, generic_plans: 2 })
    expect(plans.plan).toMatch(/Scan (using|on) (tasks|revisions)_pkey/)
  }
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
  expect((await world.services.reads.counter(id)).revision).toBe(14)
})

function randomQuery(): NonNullable<Parameters<typeof listTasksInput.parse>[0]> & object {
  const maybe = <T extends object>(of: number, given: T) => (below(of) === 0 ? given : {})
  const keys = [...SORT_FIELDS].sort(() => below(3) - 1).slice(0, 1 + below(3))
  return {
    ...maybe(4, { status: one(taskStatus.options) }),
    ...maybe(6, { status: ['todo', 'done'] }),
    ...maybe(5, { priority: ['none', 'urgent', 'low'] }),
    ...maybe(5, { tag: one([['milk', 'NULL'], '{a,b}', '100%']) }),
    ...maybe(6, { dueBefore: '2026-07-01T00:00:00Z' }),
    ...maybe(6, { dueAfter: '2026-03-01T00:00:00+02:00' }),
    ...maybe(5, { overdue: below(2) === 0 }),
    ...maybe(4, { q: one(['MILK', '%', '_', '\\', 'éclair', 'quote', '👩‍💻 milk']) }),
    ...maybe(1, { sort: keys.map((key) => (below(2) ? key : `-${key}`)).join() }),
    ...maybe(3, { offset: below(40) }),
    limit: one([1, 7, 20, 100]),
  }
}

/** The same question in Prisma's terms. */
function prismaFilter({ status, priority, tag, dueBefore, dueAfter, overdue, q }: ListTasks, now: Date) {
  const words = q?.split(/\s+/u).filter(Boolean) ?? []
  const late: Prisma.TaskWhereInput = { dueAt: { lt: now }, status: { not: 'done' } }
  const where: Prisma.TaskWhereInput[] = [
    { userId },
    ...(status ? [{ status: { in: [status].flat() } }] : []),
    ...(priority ? [{ priority: { in: [priority].flat() } }] : []),
    ...(tag ? [{ tags: { hasSome: [tag].flat() } }] : []),
    ...(dueBefore ? [{ dueAt: { lt: dueBefore } }] : []),
    ...(dueAfter ? [{ dueAt: { gt: dueAfter } }] : []),
    ...(overdue === true ? [late] : []),
    ...(overdue === false
      ? [{ OR: [{ dueAt: null }, { dueAt: { gte: now } }, { status: 'done' as const }] }]
      : []),
    ...words.map((word) => {
      const contains = { contains: likePattern(word), mode: 'insensitive' as const }
      return { OR: [{ title: contains }, { description: contains }] }
    }),
  ]
  return { AND: where }
}

function prismaOrder({ sort }: ListTasks): Prisma.TaskOrderByWithRelationInput[] {
  const keys = sort.map(({ field, direction }) =>
    field === 'dueAt' ? { dueAt: { sort: direction, nulls: 'last' as const } } : { [field]: direction },
  )
  return [...keys, { id: sort.at(-1)?.direction ?? 'asc' }]
}

/** A page as it is sent, which nobody has looked at before. */
async function list(within: Within, query: ListTasks, now: Date): Promise<TaskPage> {
  const listed = await within((run) => listTasks({ run, userId, now }, query))
  const { page } = listed as Awaited<ReturnType<typeof listTasks>>
  const sent: TaskPage = JSON.parse(jsonTextOf(page) ?? '')
  expect(page).toEqual(sent)
  return sent
}

/** All pages of a query, by cursor. */
async function pageThrough(within: Within, query: ListTasks, now: Date): Promise<Task[]> {
  const found: Task[] = []
  const { offset: _, ...first } = query
  let next: ListTasks = { ...first, limit: 37 }
  for (;;) {
    const { data, page } = await list(within, next, now)
    found.push(...data)
    if (page.nextCursor === null) return found
    next = { ...next, cursor: page.nextCursor }
  }
}
