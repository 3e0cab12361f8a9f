import { expect, test } from 'vitest'
import * as parser from '../../quick-add/parse-line.ts'
import { readWords } from './read-words.ts'

/** A Tuesday. */
const NOW = new Date(2026, 5, 16, 12)
const read = (words: string) => readWords(parser, words, NOW)

test('a whole day has no time, and another one has that of this device', () => {
  const friday = { date: '2026-06-19', time: '' }
  expect(read('friday')).toEqual({ kind: 'date', value: friday, isPast: false })
  expect(read('friday 7pm')).toMatchObject({ value: { ...friday, time: '19:00' } })
})

test('what is a date only after “due” is one', () => {
  expect(read('sat')).toMatchObject({ value: { date: '2026-06-20', time: '' } })
})

test('a date that is past says so', () => {
  expect(read('12 June 2026')).toMatchObject({ value: { date: '2026-06-12' }, isPast: true })
})

test('words beside the date mean that none was understood', () => {
  expect(read('dinner friday')).toEqual({ kind: 'nothing' })
  expect(read('friday #home')).toEqual({ kind: 'nothing' })
})

test('a rule is not one date', () => {
  expect(read('every friday')).toEqual({ kind: 'repeats' })
})
