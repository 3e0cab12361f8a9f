import { describe, expect, test } from 'vitest'
import { parse, subscribed } from './testing/subscribed.ts'

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
