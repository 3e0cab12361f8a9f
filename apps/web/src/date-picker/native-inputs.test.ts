import { expect, test } from 'vitest'

const NATIVE = /type=(?:\{\s*)?["'`](?:date|time|datetime-local|month|week)["'`]/

test('a date is asked for by the date picker only, and by no input of the browser', () => {
  const sources = import.meta.glob<string>('../**/*.tsx', { query: '?raw', import: 'default', eager: true })
  expect(Object.keys(sources).length).toBeGreaterThan(100)
  const native = Object.entries(sources).filter(([, source]) => NATIVE.test(source))
  expect(native.map(([file]) => file)).toEqual([])
})
