import { expect, test } from 'vitest'
import { wrapped } from './wrapped.ts'

test('lines are broken between words, and keep the indent of code', () => {
  expect(wrapped('one two three', 8)).toBe('one two\nthree')
  expect(wrapped('CREATE TABLE "a" (\n    "id" UUID\n);', 40)).toBe('CREATE TABLE "a" (\n    "id" UUID\n);')
  expect(wrapped('  averylongword', 5)).toBe('  averylongword')
})
