import { afterEach, expect, test, vi } from 'vitest'
import { consoleOf } from './console.ts'

const { isTTY } = process.stdout
afterEach(() => {
  vi.restoreAllMocks()
  process.stdout.isTTY = isTTY
})

test.each([
  [true, false, ['waiting\n']],
  [true, true, []],
  [false, false, []],
])(
  'progress is for a terminal alone, and not beside JSON: terminal %s, JSON %s',
  (isTerminal, isJson, expected) => {
    const written: unknown[] = []
    process.stdout.isTTY = isTerminal
    for (const stream of [process.stdout, process.stderr])
      vi.spyOn(stream, 'write').mockImplementation((chunk) => written.push(chunk) > 0)
    consoleOf({ isJson, isYes: true, isCi: true, isPlain: true }).progress('waiting')
    expect(written).toEqual(expected)
  },
)
