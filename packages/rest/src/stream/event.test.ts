import { tracked } from '@trpc/server'
import { expect, it } from 'vitest'
import { formatErrorEvent, formatEvent, formatStart } from './event.ts'

it.each([
  ['a value', { a: 1 }, 'data: {"a":1}\n\n'],
  ['text with line breaks', 'a\nb\r\n\rc', 'data: "a\\nb\\r\\n\\rc"\n\n'],
  ['text beyond ASCII', 'Zoë 東京 👩‍👩‍👧 \u2028', 'data: "Zoë 東京 👩‍👩‍👧 \u2028"\n\n'],
  ['nothing', undefined, 'data: null\n\n'],
  ['a tracked value', tracked('7', [null]), 'id: 7\ndata: [null]\n\n'],
  ['a tracked null', tracked('7', null), 'id: 7\ndata: null\n\n'],
  ['an id without data', tracked('7', undefined), 'id: 7\ndata: null\n\n'],
  ['an array that looks tracked', ['7', 1], 'data: ["7",1]\n\n'],
])('%s', (_, value, event) => {
  expect(formatEvent(value)).toBe(event)
})

it('an error', () => {
  expect(formatErrorEvent({ status: 500 })).toBe('event: error\ndata: {"status":500}\n\n')
})

it.each([
  ['a comment', {}, ':\n\n'],
  ['where the iterable begins', { lastEventId: '7' }, ':\nid: 7\n\n'],
  ['nothing of an id that is no text', { lastEventId: 7 }, ':\n\n'],
  ['nothing of an id that would be more than a line', { lastEventId: '7\ndata: x' }, ':\n\n'],
])('a stream starts with %s', (_, iterable, start) => {
  expect(formatStart(iterable)).toBe(start)
})
