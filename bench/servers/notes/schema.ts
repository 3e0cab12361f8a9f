import { z } from 'zod'
import { lookupId, text } from '../../../packages/api/src/core/text.ts'
import { instant, timestamp } from '../../../packages/api/src/core/time.ts'
import {
  cursorInput,
  cursorPageOf,
  notBoth,
  pageInput,
  pageOf,
} from '../../../packages/api/src/resource/list/page.ts'
import { sortOf } from '../../../packages/api/src/resource/list/sort.ts'
import { ifVersion, newId } from '../../../packages/api/src/resource/schema.ts'

const title = text({ min: 1, max: 255, trim: true })
const body = text({ max: 10_000 }).nullable()
const colour = z.enum(['white', 'yellow', 'green', 'blue']).meta({ id: 'NoteColour' })
const labels = z.array(text({ min: 1, max: 50, trim: true })).max(20)

export const note = z
  .object({
    id: z.uuid(),
    title: z.string(),
    body: z.string().nullable(),
    colour,
    isPinned: z.boolean(),
    labels: z.array(z.string()),
    remindAt: timestamp.nullable(),
    version: z.int(),
    createdAt: timestamp,
    updatedAt: timestamp,
  })
  .meta({ id: 'Note' })

export const createNoteInput = z.strictObject({
  id: newId.optional(),
  title,
  body: body.default(null),
  colour: colour.default('white'),
  isPinned: z.boolean().default(false),
  labels: labels.default([]),
  remindAt: instant.nullable().default(null),
})

export const updateNoteInput = z.strictObject({
  id: lookupId,
  title: title.optional(),
  body: body.optional(),
  colour: colour.optional(),
  isPinned: z.boolean().optional(),
  labels: labels.optional(),
  remindAt: instant.nullable().optional(),
  ifVersion,
})

export const getNoteInput = z.strictObject({ id: lookupId })

export const NOTE_SORT_FIELDS = ['title', 'remindAt', 'createdAt', 'updatedAt'] as const

const sort = sortOf(NOTE_SORT_FIELDS, { description: 'Comma-separated fields' }).prefault('-createdAt')

export const listNotesInput = z.strictObject({ sort, ...cursorInput }).prefault({})
export const notePage = cursorPageOf(note).meta({ id: 'NotePage' })

export const listCountedNotesInput = z
  .strictObject({ sort, ...pageInput })
  .refine(...notBoth)
  .prefault({})
export const countedNotePage = pageOf(note).meta({ id: 'CountedNotePage' })
