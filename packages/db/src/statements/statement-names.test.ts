import { expect, test } from 'vitest'
import { statementNames } from './statement-names.ts'

test('a text is named when it comes again, always the same', () => {
  const name = statementNames()
  expect(name({ sql: 'SELECT 1' })).toBe('')
  const second = name({ sql: 'SELECT 1' })
  expect(second).toMatch(/^tandem_[0-9a-f]{32}$/)
  expect(second.length).toBeLessThanOrEqual(63)
  expect(name({ sql: 'SELECT 1' })).toBe(second)
})

test('texts that come once use up no names, and names come to an end', () => {
  const name = statementNames(2)
  for (let i = 0; i < 100; i++) expect(name({ sql: `once ${i}` })).toBe('')
  for (const sql of ['a', 'a', 'b', 'b', 'c', 'c']) name({ sql })
  expect(name({ sql: 'a' })).not.toBe('')
  expect(name({ sql: 'b' })).not.toBe('')
  expect(name({ sql: 'c' })).toBe('')
})
