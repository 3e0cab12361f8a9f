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

it('formats an error', () => {
  expect(formatErrorEvent({ status: 500 })).toBe('event: error\ndata: {"status":500}\n\n')
})

it.each([
  ['a comment', {}, ':\n\n'],
  ['the id from which the iterable continues', { lastEventId: '7' }, ':\nid: 7\n\n'],
  ['no id if it is no string', { lastEventId: 7 }, ':\n\n'],
  ['no id if it has line breaks', { lastEventId: '7\ndata: x' }, ':\n\n'],
])('starts a stream with %s', (_, iterable, start) => {
  expect(formatStart(iterable)).toBe(start)
})
