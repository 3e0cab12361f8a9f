import { z } from 'zod'
import { timestamp } from '../../core/time.ts'
import { cursorInput } from '../../resource/list/page.ts'
import { task } from '../schema.ts'

const revision = z.int().min(0)

export const taskChange = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('upsert'), task }),
    z.object({ type: z.literal('delete'), id: z.uuid() }),
  ])
  .meta({ id: 'TaskChange' })
export type TaskChange = z.infer<typeof taskChange>

export const taskChangesInput = z
  .strictObject({
    since: revision.default(0).meta({ description: 'The revision your copy is at; 0 for everything' }),
    begunAt: revision
      .optional()
      .meta({ description: 'What the page before answered as `begunAt`, where it did' }),
    limit: z.int().min(1).max(1000).default(100),
  })
  .prefault({})
export const taskChanges = z
  .object({
    changes: z.array(taskChange),
    revision: revision.meta({ description: 'What to ask `since` next' }),
    hasMore: z.boolean(),
    begunAt: revision.optional().meta({
      description:
        'Only while a copy that was begun at 0 goes back further than deletions are remembered: send it along with the next request',
    }),
  })
  .meta({ id: 'TaskChanges' })
export type TaskChanges = z.infer<typeof taskChanges>

/** `lastEventId` is tRPC's name: its client sets it when it reconnects. */
export const followTasksInput = z
  .strictObject({
    lastEventId: z
      .string()
      .regex(/^\d{1,15}$/, 'must be a revision')
      .transform(Number)
      .optional()
      .meta({ description: 'The revision you have; without it, only what changes from now on is sent' }),
  })
  .optional()

export const listDeletedTasksInput = z
  .strictObject({
    limit: z.int().min(1).max(100).default(20),
    cursor: cursorInput.cursor,
  })
  .prefault({})
export const deletedTask = task.extend({ deletedAt: timestamp }).meta({ id: 'DeletedTask' })
export type DeletedTask = z.infer<typeof deletedTask>
export const deletedTaskPage = z
  .object({
    data: z.array(deletedTask),
    page: z.object({ limit: z.int(), hasMore: z.boolean(), nextCursor: z.string().nullable() }),
  })
  .meta({ id: 'DeletedTaskPage' })
