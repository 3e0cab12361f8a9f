import type { Prisma, Run } from '@tandem/db/types'
import { jsonTextOf } from '@tandem/rest/json-text'
import { uuidv7 } from 'uuidv7'
import { beforeAll, describe, expect, inject, test } from 'vitest'
import { likePattern } from '../core/fields/text.ts'
import { column } from '../resource/table.ts'
import { testApi } from '../testing/test-api.ts'
import { listTasks } from './list.ts'
import {
  type ListTasks,
  listTasksInput,
  TASK_SORT_FIELDS,
  type Task,
  type TaskPage,
  taskStatus,
} from './schema.ts'
import { taskTable } from './table.ts'
import { findWithPrisma, RUN_MODES, randomTasks, runWith } from './testing/random-tasks.ts'

const random = randomTasks(11)
const { below, pick } = random

type Within = ReturnType<typeof runWith>

let world: Awaited<ReturnType<typeof testApi>>
let userId: string

beforeAll(async () => {
  world = await testApi()
  userId = (await world.signIn()).id
  const other = (await world.signIn()).id
  const made = Array.from({ length: 200 }, (_, i) => ({
    ...random.fields(),
    id: uuidv7(),
    userId: i % 5 ? userId : other,
  }))
  const changeTaskCount = (tasks: number) =>
    world.db.revision.update({ where: { userId }, data: { taskCount: { increment: tasks } } })
  for (const [i, data] of made.entries()) {
    // Owners of many tasks have new ones in the trigram indexes.
    if (i === 100) await changeTaskCount(10_000)
    await world.db.task.createMany({ data })
  }
  await changeTaskCount(-10_000)
})

describe.each(RUN_MODES)('over %s', (mode) => {
  test('random queries list the tasks that Prisma finds, in order', async () => {
    const within = runWith(world.services, mode)
    const now = new Date('2026-06-15T12:00:00Z')
    for (let i = 0; i < 45 / inject('oneIn'); i++) {
      const input = randomQuery()
      const query = listTasksInput.parse(input)
      const expected = await inOrder(query, await findWithPrisma(world.db, prismaFilter(query, now)))
      const offset = query.offset ?? 0
      expect(await listPage(within, query, now), JSON.stringify(input)).toMatchObject({
        data: expected.slice(offset, offset + query.limit),
        page: { totalCount: expected.length, hasMore: offset + query.limit < expected.length },
      })
      expect(await pageThrough(within, query, now), JSON.stringify(input)).toEqual(expected)
    }
  })
})

function randomQuery(): NonNullable<Parameters<typeof listTasksInput.parse>[0]> & object {
  const maybe = <T extends object>(of: number, given: T) => (below(of) === 0 ? given : {})
  const keys = [...TASK_SORT_FIELDS].sort(() => below(3) - 1).slice(0, 1 + below(3))
  return {
    ...maybe(4, { status: pick(taskStatus.options) }),
    ...maybe(6, { status: ['todo', 'done'] }),
    ...maybe(5, { priority: ['none', 'urgent', 'low'] }),
    ...maybe(5, { tag: pick([['milk', 'NULL'], '{a,b}', '100%']) }),
    ...maybe(6, { dueBefore: '2026-07-01T00:00:00Z' }),
    ...maybe(6, { dueAfter: '2026-03-01T00:00:00+02:00' }),
    ...maybe(5, { overdue: below(2) === 0 }),
    ...maybe(4, { q: pick(['MILK', '%', '_', '\\', 'éclair', 'quote', '👩‍💻 milk']) }),
    ...maybe(1, { sort: keys.map((key) => (below(2) ? key : `-${key}`)).join() }),
    ...maybe(3, { offset: below(40) }),
    limit: pick([1, 7, 20, 100]),
  }
}

/** The query as a filter of Prisma. */
function prismaFilter({ status, priority, tag, dueBefore, dueAfter, overdue, q }: ListTasks, now: Date) {
  const words = q?.split(/\s+/u).filter(Boolean) ?? []
  const isOverdue: Prisma.TaskWhereInput = { dueAt: { lt: now }, status: { not: 'done' } }
  const where: Prisma.TaskWhereInput[] = [
    { userId },
    ...(status ? [{ status: { in: [status].flat() } }] : []),
    ...(priority ? [{ priority: { in: [priority].flat() } }] : []),
    ...(tag ? [{ tags: { hasSome: [tag].flat() } }] : []),
    ...(dueBefore ? [{ dueAt: { lt: dueBefore } }] : []),
    ...(dueAfter ? [{ dueAt: { gt: dueAfter } }] : []),
    ...(overdue === true ? [isOverdue] : []),
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

/** Sorts all of the user's tasks by the plainest SQL, and keeps those that were found. Prisma knows no collations. */
async function inOrder({ sort }: ListTasks, found: Task[]): Promise<Task[]> {
  const keys = sort.map(({ field, direction }) => {
    const { name } = column(taskTable, field)
    const term = field === 'title' ? `fold_case(${name}) COLLATE "und-x-icu"` : name
    return `${term} ${direction} NULLS LAST`
  })
  const last = `id ${sort.at(-1)?.direction ?? 'asc'}`
  const rows = await world.db.$queryRawUnsafe<{ id: string }[]>(
    `SELECT id::text AS id FROM tasks WHERE user_id = $1::uuid ORDER BY ${[...keys, last].join()}`,
    userId,
  )
  const byId = new Map(found.map((task) => [task.id, task]))
  return rows.flatMap(({ id }) => byId.get(id) ?? [])
}

/** Lists a page from the JSON text that a transport sends. */
async function listPage(within: Within, query: ListTasks, now: Date): Promise<TaskPage> {
  const { page } = await within((run: Run) => listTasks({ ...world.ctx, run }, userId, query, now))
  const sent: TaskPage = JSON.parse(jsonTextOf(page) ?? '')
  expect(page).toEqual(sent)
  return sent
}

/** Lists all pages of a query by cursor. */
async function pageThrough(within: Within, query: ListTasks, now: Date): Promise<Task[]> {
  const found: Task[] = []
  const { offset: _, ...first } = query
  let next: ListTasks = { ...first, limit: 37 }
  for (;;) {
    const { data, page } = await listPage(within, next, now)
    found.push(...data)
    if (page.nextCursor === null) return found
    next = { ...next, cursor: page.nextCursor }
  }
}
