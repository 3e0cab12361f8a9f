import { lengthOf, MAX_LENGTH } from '../../../api/text-length.ts'
import { MAX_TAGS } from '../../../api/trpc.ts'
import { taskDetails as words } from '../../../english/task/details.ts'

/** The tags that a text stands for. */
export const readTags = (text: string) => checkTags(tagsIn(text))

/** The tags of a task with those that a text adds, if it does. */
export function readAddedTags(text: string, tags: readonly string[]) {
  const added = tagsIn(text).filter((tag) => !tags.includes(tag))
  return added.length === 0 ? undefined : checkTags([...tags, ...added])
}

const tagsIn = (text: string) =>
  [...new Set(text.split(',').map((tag) => tag.trim().replace(/^#/, '').normalize('NFC')))].filter(Boolean)

function checkTags(tags: string[]) {
  if (tags.length > MAX_TAGS) return { problem: words.tooManyTags(tags.length, MAX_TAGS) }
  const long = tags.find((tag) => lengthOf(tag) > MAX_LENGTH.tag)
  return long === undefined ? { patch: { tags } } : { problem: words.tagTooLong(MAX_LENGTH.tag) }
}
