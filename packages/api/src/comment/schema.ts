import { z } from 'zod'
import { lookupId, text } from '../core/fields/text.ts'
import { timestamp } from '../core/fields/time.ts'
import { cursorInput, cursorPageOf } from '../resource/list/page.ts'
import { sortOf } from '../resource/list/sort.ts'
import { inputsOf } from '../resource/schema.ts'

const parent = { taskId: lookupId }

export const comment = z
  .object({
    taskId: z.uuid(),
    id: z.uuid(),
    body: z.string(),
    version: z.int(),
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'Comment' })
export type Comment = z.infer<typeof comment>

export const commentPage = cursorPageOf(comment).meta({ id: 'CommentPage' })

/**
 * What a caller can set, each with the default that creating and replacing give it. The body is not trimmed: white space at
 * the beginning of a line means something in Markdown.
 */
const fields = { body: text({ min: 1, max: 10_000 }) }
export const commentInputs = inputsOf(fields, parent)

export const COMMENT_SORT_FIELDS = ['createdAt', 'updatedAt'] as const

export const listCommentsInput = z.strictObject({
  ...parent,
  sort: sortOf(COMMENT_SORT_FIELDS, { description: 'Comma-separated fields' }).prefault('createdAt'),
  ...cursorInput,
})
