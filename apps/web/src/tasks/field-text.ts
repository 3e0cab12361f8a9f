import { MAX_TAGS } from '../api/trpc.ts'
import { tasks as words } from '../english/tasks.ts'

const MAX = { title: 255, description: 10_000, tag: 50 }

/** The server counts code points. */
const lengthOf = (text: string) => [...text].length

/** The title that a text stands for. */
export function readTitle(text: string) {
  const title = text.trim()
  if (title === '') return undefined
  return tooLong(title, MAX.title) ?? { patch: { title } }
}

/** The notes that a text stands for. */
export function readNotes(text: string) {
  return tooLong(text, MAX.description) ?? { patch: { description: text === '' ? null : text } }
}

/** The tags that a text stands for. */
export function readTags(text: string) {
  const tags = text.split(',').map((tag) => tag.trim().replace(/^#/, '').normalize('NFC'))
  const distinct = [...new Set(tags.filter((tag) => tag !== ''))]
  if (distinct.length > MAX_TAGS) return { problem: words.tooManyTags(distinct.length, MAX_TAGS) }
  const long = distinct.find((tag) => lengthOf(tag) > MAX.tag)
  return long === undefined ? { patch: { tags: distinct } } : { problem: words.tagTooLong(MAX.tag) }
}

function tooLong(text: string, max: number) {
  const length = lengthOf(text)
  return length > max ? { problem: words.tooLong(length, max) } : undefined
}
