import { lengthOf, MAX_LENGTH } from '../api/text-length.ts'
import { tasks as words } from '../english/tasks.ts'

/** The title that a text stands for. */
export function readTitle(text: string) {
  const title = text.trim()
  if (title === '') return undefined
  return tooLong(title, MAX_LENGTH.title) ?? { patch: { title } }
}

/** Says that a text is too long. */
export function tooLong(text: string, max: number) {
  const length = lengthOf(text)
  return length > max ? { problem: words.tooLong(length, max) } : undefined
}
