import { describe, expect, test } from 'vitest'
import { boolean, choice, computed, date, decimal, instant, integer, json, optional, text } from './fields.ts'

const names = { '3d': '3D', true: 'True', "it's": 'It is' } as const

test.each([
  ['a text', text(), ' as it is '],
  ['a whole number', integer(), -12],
  ['a decimal with all its digits', decimal(), '1.50'],
  ['yes', boolean(), true],
  ['no', boolean(), false],
  ['a day', date(), '2026-02-28'],
  ['a moment to the minute', instant(), '2026-05-06T07:08:00.000Z'],
  ['a choice', choice({ names }), "it's"],
  ['JSON', json(), { a: [1, { b: null }] }],
  ['no value', optional(integer()), null],
  ['an optional value', optional(text()), ' '],
] as const)('%s is read from the text that it is written as', (_, field, value) => {
  expect(field.read(field.write(value as never))).toEqual({ value })
})

describe('what cannot be sent is a problem:', () => {
  test.each([
    ['an empty number', integer(), '', 'Required'],
    ['half a number', integer(), '1.5', 'Must be a whole number'],
    ['an empty decimal', decimal(), ' ', 'Required'],
    ['an empty text where one must be given', text({ isRequired: true }), '', 'Required'],
    ['a date that is typed in part', date(), '?', 'This date is not complete'],
    [
      'a date that is typed in part, where it may be missing',
      optional(date()),
      '?',
      'This date is not complete',
    ],
    ['a date without a time', instant(), '2026-05-06', 'Give both the date and the time'],
    ['a time without a date', optional(instant()), ' 07:08', 'Give both the date and the time'],
    ['no choice', choice({ names }), '', 'Required'],
    ['a choice that every object has', choice({ names }), 'constructor', 'Required'],
    ['half of JSON', json(), '{"a":', expect.stringContaining('Not valid JSON: ')],
  ])('%s', (_, field, typed, problem) => {
    expect(field.read(typed)).toEqual({ problem })
  })
})

test('what the server computes may have no value', () => {
  expect(computed(integer()).show(null)).toBe('—')
  expect(computed(boolean()).show(true)).toBe('Yes')
})
