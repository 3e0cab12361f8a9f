import ICAL from 'ical.js'
import { describe, expect, test } from 'vitest'
import { testApi } from '../testing/test-api.ts'
import { openCalendar } from './feed.ts'

const DAY = 86_400_000

async function subscribed() {
  const world = await testApi()
  const user = await world.signIn()
  const { path } = await user.api.calendar.createFeed()
  const open = async () => {
    const opened = await openCalendar(world.services, path.replace('/calendar/', ''))
    if (!opened) throw new Error('The calendar should open')
    return opened
  }
  const text = async () => (await open()).read()
  const inDays = (days: number) => new Date(world.clock().getTime() + days * DAY).toISOString()
  return { ...world, ...user, open, text, inDays }
}

/** Parses the calendar with another library. */
function parse(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text))
  const events = calendar.getAllSubcomponents('vevent').map((component) => {
    const value = (name: string) => component.getFirstPropertyValue(name)
    return {
      uid: value('uid'),
      summary: value('summary'),
      description: value('description'),
      start: String(value('dtstart')),
      has: (name: string) => component.hasProperty(name),
      value,
      categories: component.getFirstProperty('categories')?.getValues() ?? [],
    }
  })
  return { calendar, events }
}

describe('a calendar', () => {
  test('has the fields of each task', async () => {
    const { api, text } = await subscribed()
    const task = await api.task.create({
      title: 'Buy milk',
      description: 'Two bottles',
      priority: 'urgent',
      tags: ['home', 'a, b; c\\d'],
      dueAt: '2026-06-24T18:00:00.500+02:00',
    })
    await api.task.update({ id: task.id, title: 'Buy more milk' })
    const [event] = parse(await text()).events
    expect(event).toMatchObject({
      uid: `${task.id}@tandem`,
      summary: 'Buy more milk',
      description: 'Two bottles',
      start: '2026-06-24T16:00:00Z',
      categories: ['home', 'a, b; c\\d'],
    })
    expect(event?.value('priority')).toBe(1)
    expect(event?.value('sequence')).toBe(1)
    expect(event?.value('status')).toBe('CONFIRMED')
    expect(event?.value('transp')).toBe('TRANSPARENT')
    const { updatedAt, createdAt } = await api.task.get({ id: task.id })
    const toSeconds = (instant: string) => `${instant.slice(0, 19)}Z`
    expect(String(event?.value('last-modified'))).toBe(toSeconds(updatedAt))
    expect(String(event?.value('dtstamp'))).toBe(toSeconds(updatedAt))
    expect(String(event?.value('created'))).toBe(toSeconds(createdAt))
    expect(event?.has('dtend') || event?.has('duration')).toBe(false)
  })

  test('marks done tasks and omits properties that a task does not have', async () => {
    const { api, text, inDays } = await subscribed()
    await api.task.create({ title: 'Done', status: 'done', dueAt: inDays(1) })
    const [event] = parse(await text()).events
    expect(event?.summary).toBe('✓ Done')
    for (const name of ['description', 'categories', 'priority']) expect(event?.has(name)).toBe(false)
  })

  test('has a product id, a name and a refresh interval', async () => {
    const { text } = await subscribed()
    const { calendar, events } = parse(await text())
    expect(events).toEqual([])
    const value = (name: string) => String(calendar.getFirstPropertyValue(name))
    expect(value('version')).toBe('2.0')
    expect(value('prodid')).toBe('-//Tandem//Tasks//EN')
    expect(value('x-wr-calname')).toBe('Tandem')
    expect(value('refresh-interval')).toBe('PT1H')
    expect(value('x-published-ttl')).toBe('PT1H')
  })

  test('has the own tasks due since 30 days ago, without an end', async () => {
    const { api, text, inDays, signIn } = await subscribed()
    // The test clock shows noon, and days begin at midnight UTC.
    for (const [title, dueAt] of [
      ['long ago', inDays(-30.51)],
      ['30 days ago', inDays(-30.5)],
      ['now', inDays(0)],
      ['some day', '9999-12-31T23:59:59Z'],
      ['never', null],
    ] as const)
      await api.task.create({ title, dueAt })
    const bob = await signIn()
    await bob.api.task.create({ title: "Bob's", dueAt: inDays(1) })
    expect(parse(await text()).events.map(({ summary }) => summary)).toEqual([
      '30 days ago',
      'now',
      'some day',
    ])
  })

  test('has the earliest 2,000 tasks, and truncates long descriptions', async () => {
    const { api, db, id, text, inDays } = await subscribed()
    await db.$executeRaw`
      INSERT INTO tasks (user_id, id, title, due_at)
      SELECT ${id}::uuid, gen_random_uuid(), 'task ' || n, ${new Date(inDays(0))}::timestamptz + n * interval '1 hour'
      FROM generate_series(1, 2005) AS n`
    await api.task.create({ title: 'long', description: '🦊'.repeat(1001), dueAt: inDays(0) })
    await api.task.create({ title: 'just', description: '🦊'.repeat(1000), dueAt: inDays(0.01) })
    const { events } = parse(await text())
    expect(events).toHaveLength(2000)
    expect(events[0]?.description).toBe(`${'🦊'.repeat(1000)}…`)
    expect(events[1]?.description).toBe('🦊'.repeat(1000))
    expect(events.at(-1)?.summary).toBe('task 1998')
  })

  test('changes its tag with a task and with the day; the same tag means the same text', async () => {
    const { api, open, clock, inDays } = await subscribed()
    const tags = [(await open()).tag]
    const { id } = await api.task.create({ title: 'x', dueAt: inDays(1) })
    tags.push((await open()).tag)
    await api.task.complete({ id })
    tags.push((await open()).tag)
    const before = await (await open()).read()
    clock.advance(DAY / 2 - 1)
    expect((await open()).tag).toBe(tags.at(-1))
    expect(await (await open()).read()).toBe(before)
    clock.advance(1)
    tags.push((await open()).tag)
    expect(new Set(tags).size).toBe(4)
  })
})

describe('text in a calendar', () => {
  const HOSTILE = [
    'a\nb\r\nc\rd',
    'a,b;c:d\\e"f',
    'x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:forged',
    'x\nATTACH:https://evil.example/x',
    `${'x'.repeat(60)}\r\n ${'y'.repeat(60)}`,
    '\u2028\u2029\u0085\u200f',
    ...Array.from({ length: 8 }, (_, i) => `${'x'.repeat(i)}${'🦊é漢'.repeat(40)}`),
    ...Array.from({ length: 3 }, (_, i) => 'x'.repeat(66 + i)),
  ]
  /** Line ends become `\n`, and control characters are removed. */
  const normalized = (value: string) => value.replaceAll(/\r\n?/g, '\n').replaceAll(/(?![\t\n])\p{Cc}/gu, '')

  const asTag = (value: string) => [...value].slice(0, 24).join('').trim()

  test.each(HOSTILE)('%j is parsed as the text that it was', async (hostile) => {
    const { api, text, inDays } = await subscribed()
    await api.task.create({ title: 'x', tags: [asTag(hostile)], dueAt: inDays(2) })
    await api.task.create({ title: hostile, description: `${hostile}\n${hostile}`, dueAt: inDays(1) })
    const { title } = (await api.task.list({ sort: 'dueAt' })).data[0] ?? { title: '' }
    const raw = await text()
    const { events } = parse(raw)
    expect(events).toHaveLength(2)
    expect(events[0]).toMatchObject({
      summary: normalized(title),
      description: normalized(`${hostile}\n${hostile}`),
    })
    expect(events[1]?.categories).toEqual([normalized(asTag(hostile))])
    expect(raw).toMatch(/^BEGIN:VCALENDAR\r\n[\s\S]*\r\nEND:VCALENDAR\r\n$/)
    expect(raw.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    for (const line of raw.split('\r\n')) {
      expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
      // Neither half of a character broken in two would be well-formed.
      expect(line.isWellFormed()).toBe(true)
    }
  })

  test('loses its control characters, and a tag of nothing else is omitted', async () => {
    const { api, text, inDays } = await subscribed()
    await api.task.create({
      title: 'a\u0001\u000b\u001b\u007fb',
      description: '\u0008c\td',
      tags: ['\u0001', 'e\u0002'],
      dueAt: inDays(1),
    })
    expect(parse(await text()).events[0]).toMatchObject({
      summary: 'ab',
      description: 'c\td',
      categories: ['e'],
    })
  })
})
