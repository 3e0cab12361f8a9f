import { expect, test, vi } from 'vitest'
import { createProgress } from './progress.ts'

test('a terminal shows how far work is on one line, which is empty in the end', () => {
  const note = vi.fn()
  const progress = createProgress({ isTerminal: true, note })
  progress.at('tasks', 12_000)
  // Too soon to be read.
  progress.at('tasks', 12_001)
  progress.done()
  expect(note.mock.calls).toEqual([['\r\u001b[Ktasks 12,000'], ['\r\u001b[K']])
})

test('a log shows nothing of it', () => {
  const note = vi.fn()
  const progress = createProgress({ isTerminal: false, note })
  progress.at('tasks', 12_000)
  progress.done()
  expect(note).not.toHaveBeenCalled()
})
