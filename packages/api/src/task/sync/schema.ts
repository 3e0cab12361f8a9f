import { z } from 'zod'
import { timestamp } from '../../core/fields/time.ts'
import { cursorInput } from '../../resource/list/page.ts'
import { task } from '../schema.ts'

const revision = z.int().min(0)

const epoch = z.string().meta({
  description:
    'In which revisions count. A restored database begins a new one, and with it a copy starts again from 0',
})
const epochInput = z.string().max(64).optional().meta({
  description: 'The epoch that came with the revision: in another one it does not count, which is 410',
})

const upsert = z.object({ type: z.literal('upsert'), task })
const deletion = z.object({ type: z.literal('delete'), id: z.uuid() })

export const taskChange = z.discriminatedUnion('type', [upsert, deletion]).meta({ id: 'TaskChange' })
export type TaskChange = z.infer<typeof taskChange>

/** A change in a stream. The id of its event is its revision. */
export const taskEvent = z
  .discriminatedUnion('type', [upsert.extend({ epoch }), deletion.extend({ epoch })])
  .meta({ id: 'TaskEvent' })
export type TaskEvent = z.infer<typeof taskEvent>

export const taskChangesInput = z
  .strictObject({
    since: revision.default(0).meta({ description: 'The revision your copy is at; 0 for everything' }),
    epoch: epochInput,
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
    epoch,
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
    epoch: epochInput,
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
