import { describe, expect, test } from 'vitest'
import { DAY, parse, subscribed } from './testing/subscribed.ts'

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
    expect(String(event?.value('dtend'))).toBe('2026-06-24T16:30:00Z')
  })

  test('marks done tasks and omits properties that a task does not have', async () => {
    const { api, text, inDays } = await subscribed()
    await api.task.create({ title: 'Done', status: 'done', dueAt: inDays(1) })
    const [event] = parse(await text()).events
    expect(event?.summary).toBe('✓ Done')
    for (const name of ['description', 'categories', 'priority']) expect(event?.has(name)).toBe(false)
  })

  test('has a task that is due on a day as an event of that day, in any time zone', async () => {
    const { api, text } = await subscribed()
    await api.task.create({ title: 'x', dueOn: '2026-06-24' })
    for (const timeZone of ['Pacific/Auckland', 'America/New_York']) {
      await api.user.update({ timeZone })
      const raw = await text()
      expect(raw).toContain('DTSTART;VALUE=DATE:20260624')
      const [event] = parse(raw).events
      expect(event?.start).toBe('2026-06-24')
      expect(event?.has('dtend') || event?.has('duration')).toBe(false)
    }
  })

  test('repeats a task that is due on days as its rule says, where every calendar understands it alike', async () => {
    const { api, text } = await subscribed()
    const rules = async () =>
      parse(await text()).events.map((event) => `${event.summary} ${event.value('rrule') ?? 'once'}`)
    const create = (title: string, recurrence: string, more: object = { dueOn: '2026-06-24' }) =>
      api.task.create({ title, recurrence, ...more })
    const { id } = await create('weekly', 'freq=weekly;byday=we;count=3')
    await create('monthly', 'FREQ=MONTHLY')
    await create('to an end', 'FREQ=DAILY;UNTIL=20260630')
    await create('on the last days', 'FREQ=MONTHLY', { dueOn: '2026-06-30' })
    await create('on 30 and 31', 'FREQ=MONTHLY;BYMONTHDAY=30,31')
    await create('on another day', 'FREQ=WEEKLY;BYDAY=MO')
    await create('from the completion', 'FREQ=DAILY', { dueOn: '2026-06-24', recurrenceFrom: 'completion' })
    await create('at a time', 'FREQ=DAILY', { dueAt: '2026-06-24T12:00:00Z' })
    expect((await rules()).sort()).toEqual([
      'at a time once',
      'from the completion once',
      'monthly FREQ=MONTHLY',
      'on 30 and 31 once',
      'on another day once',
      'on the last days once',
      'to an end FREQ=DAILY;UNTIL=20260630',
      'weekly FREQ=WEEKLY;COUNT=3;BYDAY=WE',
    ])
    await api.task.complete({ id })
    expect(await rules()).toEqual(
      expect.arrayContaining(['✓ weekly once', 'weekly FREQ=WEEKLY;COUNT=2;BYDAY=WE']),
    )
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

  test('has the own tasks due since 30 days ago, the nearest first, without an end', async () => {
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
      'now',
      '30 days ago',
      'some day',
    ])
  })

  test('has the 2,000 tasks due nearest, and truncates long descriptions', async () => {
    const { api, db, id, text, inDays } = await subscribed()
    await db.$executeRaw`
      INSERT INTO tasks (user_id, id, title, due_at)
      SELECT ${id}::uuid, gen_random_uuid(), 'task ' || n, ${new Date(inDays(0))}::timestamptz + (n - 700) * interval '1 hour'
      FROM generate_series(1, 2005) AS n`
    await api.task.create({ title: 'long', description: '🦊'.repeat(1001), dueAt: inDays(0) })
    await api.task.create({ title: 'just', description: '🦊'.repeat(1000), dueAt: inDays(0.01) })
    const { events } = parse(await text())
    expect(events).toHaveLength(2000)
    const byTitle = new Map(events.map((event) => [event.summary, event]))
    expect(byTitle.get('long')?.description).toBe(`${'🦊'.repeat(1000)}…`)
    expect(byTitle.get('just')?.description).toBe('🦊'.repeat(1000))
    // 699 hours back, and 1,298 ahead.
    expect(byTitle.has('task 1')).toBe(true)
    expect(byTitle.has('task 1998')).toBe(true)
    expect(byTitle.has('task 1999')).toBe(false)
  })

  test('has at most 1 MiB, and then what is due nearest', async () => {
    const { db, id, text, inDays } = await subscribed()
    await db.$executeRaw`
      INSERT INTO tasks (user_id, id, title, description, due_at)
      SELECT ${id}::uuid, gen_random_uuid(), 'task ' || n, repeat('Straße ', 140), ${new Date(inDays(0))}::timestamptz
        + CASE WHEN n % 2 = 0 THEN 1 ELSE -1 END * n * interval '10 minutes'
      FROM generate_series(1, 2000) AS n`
    const whole = await text()
    expect(Buffer.byteLength(whole)).toBeLessThanOrEqual(1 << 20)
    const titles = parse(whole).events.map(({ summary }) => summary)
    expect(titles).toEqual(titles.map((_, i) => `task ${i + 1}`))
    // One more would not have fitted.
    expect(Buffer.byteLength(whole) * (1 + 1 / titles.length)).toBeGreaterThan((1 << 20) - 1000)
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
