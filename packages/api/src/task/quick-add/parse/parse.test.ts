import { describe, expect, test } from 'vitest'
import { NOON, parseAt, titleAndDue } from '../../testing/quick-add.ts'
import { parseQuickAdd } from './parse.ts'

test('a line has a title, a date, tags and a priority, each with its span', () => {
  expect(parseAt('Buy milk tomorrow 5pm #home !high')).toEqual({
    draft: {
      title: 'Buy milk',
      priority: 'high',
      tags: ['home'],
      dueAt: '2026-06-16T15:00:00.000Z',
      projectId: null,
    },
    recognised: [
      {
        kind: 'due',
        start: 9,
        end: 21,
        text: 'tomorrow 5pm',
        dueAt: '2026-06-16T15:00:00.000Z',
        dueOn: null,
        isPast: false,
      },
      { kind: 'tag', start: 22, end: 27, text: '#home', tag: 'home' },
      { kind: 'priority', start: 28, end: 33, text: '!high', priority: 'high' },
    ],
    dueOn: null,
    recurrence: null,
  })
})

test('a whole day and a rule are what the line says, and a chip each', () => {
  expect(parseAt('Water plants every monday #home')).toMatchObject({
    draft: { title: 'Water plants', dueAt: '2026-06-15T21:59:00.000Z' },
    dueOn: '2026-06-15',
    recurrence: 'FREQ=WEEKLY;BYDAY=MO',
    recognised: [{ kind: 'due', start: 13, end: 25, text: 'every monday' }, { kind: 'tag' }],
  })
})

test('the chip of a whole day has the day, and no time', () => {
  const chips = parseAt('Dinner tomorrow with Anna').recognised
  expect(chips).toMatchObject([{ text: 'tomorrow', dueAt: null, dueOn: '2026-06-16' }])
})

test('a time apart from its day is a chip of its own, and either can be kept', () => {
  const text = 'Meet tomorrow with Bob at 3pm'
  const { recognised } = parseAt(text)
  expect(recognised).toMatchObject([
    { kind: 'due', text: 'tomorrow', dueAt: '2026-06-16T13:00:00.000Z' },
    { kind: 'due', text: 'at 3pm', dueAt: '2026-06-16T13:00:00.000Z' },
  ])
  const keeping = (i: number) =>
    parseQuickAdd(text, { now: new Date(NOON), timeZone: 'Europe/Berlin', keep: recognised.slice(i, i + 1) })
  expect(keeping(0)).toMatchObject({
    draft: { title: 'Meet tomorrow with Bob', dueAt: '2026-06-15T13:00:00.000Z' },
  })
  expect(keeping(1)).toMatchObject({ draft: { title: 'Meet with Bob at 3pm' }, dueOn: '2026-06-16' })
})

test('a date that is over is flagged, where its year says that it is meant', () => {
  expect(parseAt('Tax return 2020-01-31').recognised).toMatchObject([{ isPast: true }])
  expect(parseAt('Tax return January 31').recognised).toMatchObject([{ isPast: false }])
})

describe('tags', () => {
  const tags = (text: string) => {
    const { draft, recognised } = parseAt(text)
    for (const { start, end, text: found } of recognised) expect(text.slice(start, end)).toBe(found)
    return [draft.title, draft.tags]
  }

  test.each([
    ['#a b #c', 'b', ['a', 'c']],
    ['x #größe #日本語 #привет #हिन्दी #e\u0301te', 'x', ['größe', '日本語', 'привет', 'हिन्दी', '\u00e9te']],
    ['x #2nd #to-do #a_b', 'x', ['2nd', 'to-do', 'a_b']],
    ['x #a, then #b.', 'x, then.', ['a', 'b']],
    ['x #a #A #a y', 'x y', ['a', 'A']],
    ['see C# #1 #12-3 #_ # ## a#b x/#y', 'see C# #1 #12-3 #_ # ## a#b x/#y', []],
    ['x #caf\u00e9 #cafe\u0301', 'x', ['caf\u00e9']],
    ["x #home's #️⃣ (#b)", "x #home's #️⃣ (#b)", []],
    ['🦊🦊 #fox 👩‍👩‍👧 #x', '🦊🦊 👩‍👩‍👧', ['fox', 'x']],
    [`x #${'a'.repeat(50)} #${'b'.repeat(51)}`, `x #${'b'.repeat(51)}`, ['a'.repeat(50)]],
    [`x #${'𝐚'.repeat(50)}`, 'x', ['𝐚'.repeat(50)]],
    ['x #monday', 'x', ['monday']],
  ])('are recognised in %j', (text, title, found) => {
    expect(tags(text)).toEqual([title, found])
  })

  test('are not part of a date', () => {
    expect(titleAndDue('x #tomorrow 5pm')).toEqual(['x', '2026-06-15T15:00Z'])
    expect(titleAndDue('x p1 May 5')).toEqual(['x', '2027-05-05T21:59Z'])
  })

  test('have spans in UTF-16 code units', () => {
    expect(parseAt('🦊 x #fox tomorrow').recognised).toMatchObject([
      { kind: 'tag', start: 5, end: 9, text: '#fox' },
      { kind: 'due', start: 10, end: 18, text: 'tomorrow' },
    ])
  })

  test('are at most 20; repeated ones are removed, others stay in the title', () => {
    const names = Array.from({ length: 22 }, (_, i) => `t${i}`)
    const { draft } = parseAt(`x ${names.map((name) => `#${name}`).join(' ')} #t0`)
    expect(draft).toMatchObject({ title: 'x #t20 #t21', tags: names.slice(0, 20) })
  })
})

describe('a priority', () => {
  test.each([
    ['x !none', 'x', 'none'],
    ['x !low', 'x', 'low'],
    ['x !Medium', 'x', 'medium'],
    ['!HIGH x', 'x', 'high'],
    ['x !urgent y', 'x y', 'urgent'],
    ['x p1', 'x', 'urgent'],
    ['x p2.', 'x.', 'high'],
    ['x p3', 'x', 'medium'],
    ['x P4', 'x', 'low'],
    ['x p0 p5 p1x ap1', 'x p0 p5 p1x ap1', 'none'],
    ['x !low y !high', 'x y !high', 'low'],
    ['x !1 !4 !0 !! !!! ! !higher a!high !1.5 !-1', 'x !1 !4 !0 !! !!! ! !higher a!high !1.5 !-1', 'none'],
  ])('is recognised in %j', (text, title, priority) => {
    expect(parseAt(text).draft).toMatchObject({ title, priority })
  })
})

describe('a kept span', () => {
  const keeping = (text: string, ...words: string[]) => {
    const keep = words.map((word) => ({ start: text.indexOf(word), end: text.indexOf(word) + word.length }))
    return parseQuickAdd(text, { now: new Date(NOON), timeZone: 'UTC', keep })
  }

  test('stays in the title, and the next of its kind is recognised', () => {
    const text = 'Read tomorrow #news on Friday #paper !low !high'
    expect(keeping(text, 'tomorrow', '#news', '!low').draft).toEqual({
      title: 'Read tomorrow #news !low',
      priority: 'high',
      tags: ['paper'],
      dueAt: '2026-06-19T23:59:00.000Z',
      projectId: null,
    })
  })

  test('protects everything that it overlaps', () => {
    expect(keeping('x tomorrow', 'morrow').recognised).toEqual([])
    expect(keeping('x #tag !low', 'g !').recognised).toEqual([])
    expect(keeping('x tomorrow 5pm', 'tomorrow').draft).toMatchObject({
      title: 'x tomorrow',
      dueAt: '2026-06-15T17:00:00.000Z',
    })
  })

  test('does not protect what follows it, and may end beyond the text', () => {
    expect(keeping('x tomorrow', 'x ').draft.title).toBe('x')
    expect(keeping('x tomorrow 5pm', ' 5').recognised).toMatchObject([{ text: 'tomorrow' }])
    const all = { now: new Date(NOON), timeZone: 'UTC', keep: [{ start: 0, end: 1000 }] }
    expect(parseQuickAdd('🦊 tomorrow #x', all)).toMatchObject({
      draft: { title: '🦊 tomorrow #x' },
      recognised: [],
    })
  })

  test('is one of two equal words by its place', () => {
    const text = 'Friday call Anna, and meet Bob Friday'
    const options = { now: new Date(NOON), timeZone: 'UTC' }
    const [first, second] = [
      { start: 0, end: 6 },
      { start: 31, end: 37 },
    ] as const
    expect(parseQuickAdd(text, { ...options, keep: [first] })).toMatchObject({
      draft: { title: 'Friday call Anna, and meet Bob' },
      recognised: [second],
    })
    expect(parseQuickAdd(text, { ...options, keep: [second] })).toMatchObject({
      draft: { title: 'call Anna, and meet Bob Friday' },
      recognised: [first],
    })
    const both = parseQuickAdd(text, { ...options, keep: [first, second] })
    expect(both).toMatchObject({ draft: { title: text }, recognised: [] })
  })

  test('works for every recognised span', () => {
    const text = 'Buy milk (by Friday 5pm) #home, #shop !high for 🦊'
    const { recognised } = parseAt(text)
    expect(recognised).toHaveLength(4)
    const options = { now: new Date(NOON), timeZone: 'UTC', keep: recognised }
    expect(parseQuickAdd(text, options)).toMatchObject({ draft: { title: text }, recognised: [] })
  })
})
