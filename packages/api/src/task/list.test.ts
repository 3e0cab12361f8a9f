import { beforeAll, describe, expect, test } from 'vitest'
import { testApi } from '../testing/test-api.ts'
import { TASK_SORT_FIELDS, type Task, taskPriority, taskStatus } from './schema.ts'
import { seededRandom } from './testing/random.ts'

type World = Awaited<ReturnType<typeof testApi>>
type Ada = Awaited<ReturnType<World['signIn']>>

let world: World
let ada: Ada
let all: Task[]

beforeAll(async () => {
  world = await testApi()
  ada = await world.signIn()
  const other = await world.signIn()
  const random = seededRandom(7)
  const words = ['milk', 'Bread', 'ÉCLAIR', 'tea_time', '100%', 'back\\slash', 'Ωmega', 'bus']
  for (let i = 0; i < 120; i++) {
    const word = () => words[random(words.length)] ?? ''
    const task = {
      title: `${word()} ${word()} ${random(30)}`,
      description: random(3) ? `${word()} ${word()}` : null,
      status: taskStatus.options[random(3)] ?? 'todo',
      priority: taskPriority.options[random(5)] ?? 'none',
      tags: [...new Set([`t${random(4)}`, `u${random(3)}`])].slice(0, random(3)),
      dueAt: random(3)
        ? new Date(world.clock().getTime() + (random(20) - 10) * 3_600_000).toISOString()
        : null,
    }
    await (i % 6 === 5 ? other : ada).api.task.create(task)
  }
  const rows = await world.db.task.findMany({ where: { userId: ada.id } })
  all = await Promise.all(rows.map(({ id }) => ada.api.task.get({ id })))
})

const ids = (tasks: { id: string }[]) => tasks.map(({ id }) => id)
const contains = (task: Task, word: string) =>
  `${task.title}\n${task.description ?? ''}`.toLowerCase().includes(word.toLowerCase())

type Query = NonNullable<Parameters<Ada['api']['task']['list']>[0]>

describe('a filter lists the tasks that match it', () => {
  const now = () => world.clock().toISOString()
  const cases: [Query, (task: Task) => boolean][] = [
    [{}, () => true],
    [{ status: 'todo' }, (t) => t.status === 'todo'],
    [{ status: ['todo', 'done'] }, (t) => t.status !== 'in_progress'],
    [{ priority: ['high', 'urgent'] }, (t) => t.priority === 'high' || t.priority === 'urgent'],
    [{ tag: 't1' }, (t) => t.tags.includes('t1')],
    [{ tag: ['t1', 'u2'] }, (t) => t.tags.includes('t1') || t.tags.includes('u2')],
    [{ dueBefore: '2026-06-15T10:00:00Z' }, (t) => t.dueAt !== null && t.dueAt < '2026-06-15T10:00:00.000Z'],
    [{ dueAfter: '2026-06-15T10:00:00Z' }, (t) => t.dueAt !== null && t.dueAt > '2026-06-15T10:00:00.000Z'],
    [{ overdue: true }, (t) => t.dueAt !== null && t.dueAt < now() && t.status !== 'done'],
    [{ overdue: false }, (t) => !(t.dueAt !== null && t.dueAt < now() && t.status !== 'done')],
    [{ q: 'MILK' }, (t) => contains(t, 'milk')],
    [{ q: 'milk mil MILK milk' }, (t) => contains(t, 'milk')],
    [{ q: 'bus milk' }, (t) => contains(t, 'milk') && contains(t, 'bus')],
    [{ q: 'éclair' }, (t) => contains(t, 'éclair')],
    [{ q: '%' }, (t) => contains(t, '%')],
    [{ q: '_' }, (t) => contains(t, '_')],
    [{ q: '\\' }, (t) => contains(t, '\\')],
    [{ q: '  ' }, () => true],
    [{ q: 'ωMEGA' }, (t) => contains(t, 'ωmega')],
    [
      { q: 'milk', status: 'todo', overdue: true },
      (t) => contains(t, 'milk') && t.status === 'todo' && t.dueAt !== null && t.dueAt < now(),
    ],
    [{ tag: 'no such tag' }, () => false],
  ]
  test.each(cases)('%j', async (query, matches) => {
    const { data, page } = await ada.api.task.list({ ...query, limit: 100 })
    const expected = all.filter(matches)
    expect(ids(data).sort()).toEqual(ids(expected).sort())
    expect(page).toMatchObject({
      totalCount: expected.length,
      hasMore: false,
      nextCursor: null,
      offset: 0,
      limit: 100,
    })
  })
})

describe('sorting', () => {
  const rank = (task: Task, field: (typeof TASK_SORT_FIELDS)[number]): string | number | null => {
    if (field === 'priority') return taskPriority.options.indexOf(task.priority)
    if (field === 'status') return taskStatus.options.indexOf(task.status)
    const value: unknown = task[field]
    return typeof value === 'string' || typeof value === 'number' ? value : null
  }
  const titles = new Intl.Collator('en', { sensitivity: 'accent' })
  const compare = (a: Task, b: Task, sort: string): number => {
    for (const key of sort.split(',')) {
      const field = TASK_SORT_FIELDS.find((name) => name === key.replace('-', ''))
      if (!field) throw new Error(key)
      const [x, y] = [rank(a, field), rank(b, field)]
      if (x === y) continue
      if (x === null) return 1
      if (y === null) return -1
      const ofTexts = (a: string, b: string) =>
        field === 'title' ? titles.compare(a, b) : Buffer.compare(Buffer.from(a), Buffer.from(b))
      const up = typeof x === 'string' ? ofTexts(x, String(y)) : x - Number(y)
      if (up !== 0) return key.startsWith('-') ? -up : up
    }
    return 0
  }
  const sorts = [
    ...TASK_SORT_FIELDS.flatMap((field) => [field, `-${field}`]),
    '-priority,dueAt',
    'status,-dueAt,title',
    'dueAt,priority,status,title,createdAt,-updatedAt',
    '-dueAt,-priority',
  ]

  test.each(sorts)('by %s gives the same order in one page and page by page', async (sort) => {
    const { data } = await ada.api.task.list({ sort, limit: 100 })
    expect(data).toHaveLength(all.length)
    for (let i = 1; i < data.length; i++) {
      const [a, b] = [data[i - 1], data[i]]
      if (a && b) expect(compare(a, b, sort)).toBeLessThanOrEqual(0)
    }

    const paged: Task[] = []
    let cursor: string | undefined
    do {
      const { data, page } = await ada.api.task.list({ sort, limit: 7, ...(cursor && { cursor }) })
      expect(page.totalCount).toBe(cursor ? null : all.length)
      expect(page.offset).toBe(cursor ? null : 0)
      paged.push(...data)
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(ids(paged)).toEqual(ids(data))
  })

  test('by title is without regard to case, on every engine, and the next key decides between equal ones', async () => {
    const eve = await world.signIn()
    const given = ['Z', 'é', 'b', 'É', 'a', 'B', 'e\u0301', 'ä', 'e', 'A', 'ß', 'z', 'f', '1', 'τ', 'Ä', 'ss']
    for (const title of given) await eve.api.task.create({ title })
    const order = ['1', 'a', 'A', 'ä', 'Ä', 'b', 'B', 'e', 'é', 'É', 'e\u0301', 'f', 'ß', 'ss', 'Z', 'z', 'τ']
    const titlesOf = async (query: Query) => (await eve.api.task.list(query)).data.map(({ title }) => title)
    expect(await titlesOf({ sort: 'title,createdAt' })).toEqual(order)
    expect(await titlesOf({ sort: '-title,-createdAt' })).toEqual(order.toReversed())
    const paged: string[] = []
    let cursor: string | undefined
    do {
      const { data, page } = await eve.api.task.list({
        sort: 'title,createdAt',
        limit: 2,
        ...(cursor && { cursor }),
      })
      paged.push(...data.map(({ title }) => title))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    expect(paged).toEqual(order)
  })

  test('is by creation, newest first, by default', async () => {
    const [plain, explicit] = await Promise.all([
      ada.api.task.list(),
      ada.api.task.list({ sort: '-createdAt' }),
    ])
    expect(plain).toEqual(explicit)
    expect(plain.data).toHaveLength(20)
    expect(plain.page).toMatchObject({ limit: 20, offset: 0, totalCount: all.length, hasMore: true })
  })
})

describe('paging', () => {
  test('by offset returns the rest of the list', async () => {
    const { data: whole } = await ada.api.task.list({ limit: 100 })
    const { data, page } = await ada.api.task.list({ limit: 10, offset: 95 })
    expect(ids(data)).toEqual(ids(whole.slice(95)))
    expect(page).toMatchObject({ offset: 95, hasMore: false, nextCursor: null, totalCount: 100 })
    expect((await ada.api.task.list({ offset: 2_147_483_647 })).data).toEqual([])
  })

  test('by cursor neither repeats nor skips a task while others are created and deleted', async () => {
    const bob = await world.signIn()
    const made = []
    for (let i = 0; i < 30; i++) made.push(await bob.api.task.create({ title: `${i}` }))
    const seen: string[] = []
    let cursor: string | undefined
    do {
      const { data, page } = await bob.api.task.list({
        sort: 'createdAt',
        limit: 4,
        ...(cursor && { cursor }),
      })
      seen.push(...ids(data))
      cursor = page.nextCursor ?? undefined
      await bob.api.task.create({ title: 'late' })
      const gone = made[seen.length - 2]
      if (gone && seen.length <= 12) await bob.api.task.delete({ id: gone.id })
    } while (cursor && seen.length < 60)
    const originals = new Set(ids(made))
    expect(seen.filter((id) => originals.has(id))).toEqual(ids(made))
  })
})
