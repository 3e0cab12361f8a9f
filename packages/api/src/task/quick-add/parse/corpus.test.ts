import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { readCorpus, readLine } from './testing/corpus.ts'

const lines = readCorpus(readFileSync(path.join(import.meta.dirname, 'testing/corpus.txt'), 'utf8'))

test('has at least 400 lines', () => {
  expect(new Set(lines.map(({ text, world }) => JSON.stringify([text, world]))).size).toBeGreaterThan(400)
})

test.each(lines)('$text', ({ text, world, expected }) => {
  expect(readLine(text, world)).toEqual(expected)
})
