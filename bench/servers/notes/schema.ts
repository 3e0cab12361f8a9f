import { z } from 'zod'

const colour = z.enum(['white', 'yellow', 'green', 'blue'])

export const note = z
  .object({
    id: z.uuid(),
    title: z.string(),
    body: z.string().nullable(),
    colour,
    isPinned: z.boolean(),
    labels: z.array(z.string()),
    remindAt: z.iso.datetime().nullable(),
    version: z.int(),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Note' })
export type Note = z.infer<typeof note>

const title = z.string().trim().min(1).max(255)

export const createNoteInput = z.strictObject({
  title,
  body: z.string().max(10_000).nullable().default(null),
  colour: colour.default('white'),
  isPinned: z.boolean().default(false),
  labels: z.array(z.string().min(1).max(50)).max(20).default([]),
  remindAt: z.iso.datetime({ offset: true }).nullable().default(null),
})

export const updateNoteInput = z.strictObject({
  id: z.uuid(),
  title: title.exactOptional(),
  body: z.string().max(10_000).nullable().exactOptional(),
  colour: colour.exactOptional(),
  isPinned: z.boolean().exactOptional(),
  labels: z.array(z.string().min(1).max(50)).max(20).exactOptional(),
  remindAt: z.iso.datetime({ offset: true }).nullable().exactOptional(),
})

export const noteKey = z.strictObject({ id: z.uuid() })

export const listNotesInput = z.strictObject({
  limit: z.int().min(1).max(100).default(20),
  offset: z.int().min(0).default(0),
})
export const notePage = z
  .object({
    data: z.array(note),
    page: z.object({ limit: z.int(), offset: z.int(), totalCount: z.int(), hasMore: z.boolean() }),
  })
  .meta({ id: 'NotePage' })
