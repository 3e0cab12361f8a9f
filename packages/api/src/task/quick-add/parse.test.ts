import { describe, expect, test } from 'vitest'
import { NOON, parseAt, titleAndDue } from '../testing/quick-add.ts'
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
      { kind: 'due', start: 9, end: 21, text: 'tomorrow 5pm', dueAt: '2026-06-16T15:00:00.000Z' },
      { kind: 'tag', start: 22, end: 27, text: '#home', tag: 'home' },
      { kind: 'priority', start: 28, end: 33, text: '!high', priority: 'high' },
    ],
  })
})

describe('tags', () => {
  const tags = (text: string) => {
    const { draft, recognised } = parseAt(text)
    for (const { start, end, text: found } of recognised) expect(text.slice(start, end)).toBe(found)
    return [draft.title, draft.tags]
  }

  test.each([
    ['#a b #c', 'b', ['a', 'c']],
    ['x #größe #日本語 #привет #हिन्दी #e\u0301te', 'x', ['größe', '日本語', 'привет', 'हिन्दी', 'e\u0301te']],
    ['x #2nd #to-do #a_b', 'x', ['2nd', 'to-do', 'a_b']],
    ['x #a, then #b.', 'x, then.', ['a', 'b']],
    ['x #a #A #a y', 'x y', ['a', 'A']],
    ['see C# #1 #12-3 #_ # ## a#b x/#y #a/b', 'see C# #1 #12-3 #_ # ## a#b x/#y #a/b', []],
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
    expect(titleAndDue('x !1 May 5')).toEqual(['x', '2027-05-05T21:59Z'])
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
    ['x !1', 'x', 'urgent'],
    ['x !2.', 'x.', 'high'],
    ['x !3', 'x', 'medium'],
    ['x !4', 'x', 'low'],
    ['x !low y !high', 'x y !high', 'low'],
    ['x !5 !0 !! !!! ! !higher a!high !1.5 !-1', 'x !5 !0 !! !!! ! !higher a!high !1.5 !-1', 'none'],
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
    expect(keeping('x tomorrow', ' ').recognised).toEqual([])
    const all = { now: new Date(NOON), timeZone: 'UTC', keep: [{ start: 0, end: 1000 }] }
    expect(parseQuickAdd('🦊 tomorrow #x', all)).toMatchObject({
      draft: { title: '🦊 tomorrow #x' },
      recognised: [],
    })
  })

  test('works for every recognised span', () => {
    const text = 'Buy milk (by Friday 5pm) #home, #shop !high for 🦊'
    const { recognised } = parseAt(text)
    expect(recognised).toHaveLength(4)
    const options = { now: new Date(NOON), timeZone: 'UTC', keep: recognised }
    expect(parseQuickAdd(text, options)).toMatchObject({ draft: { title: text }, recognised: [] })
  })
})
