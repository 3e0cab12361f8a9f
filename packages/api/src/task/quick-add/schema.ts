import { z } from 'zod'
import { text } from '../../core/fields/text.ts'
import { timestamp, timeZone } from '../../core/fields/time.ts'
import { newId } from '../../resource/schema.ts'
import { task, taskPriority } from '../schema.ts'
import { locale } from './locale.ts'

const offset = z.int().min(0).max(1000)

export const quickAddInput = z.strictObject({
  id: newId.optional(),
  text: text({ min: 1, max: 500 }).meta({ examples: ['Buy milk tomorrow 5pm #home !high +Errands'] }),
  timeZone: timeZone.meta({ description: 'By whose clock the text is read' }),
  locale: locale.optional().meta({
    description:
      'A BCP 47 tag such as `en-GB`: how numeric dates are written there. Without it they have the month first',
    examples: ['en-GB'],
  }),
  dryRun: z.boolean().default(false).meta({ description: 'Only show what would be made of it' }),
  keep: z
    .array(
      z.strictObject({ start: offset, end: offset }).refine(({ start, end }) => start < end, {
        path: ['end'],
        error: 'must come after start',
      }),
    )
    .max(50, 'must have at most 50 entries')
    .default([])
    .meta({ description: 'Spans of the text that are words and nothing else, counted as in `recognised`' }),
})
export type QuickAddInput = z.infer<typeof quickAddInput>

/** A part of the text that was recognised. */
const span = z.object({
  start: z.int().meta({ description: 'In UTF-16 code units, as JavaScript counts' }),
  end: z.int(),
  text: z.string(),
})
export const recognised = z.discriminatedUnion('kind', [
  span.extend({
    kind: z.literal('due'),
    dueAt: timestamp.nullable(),
    dueOn: z.iso.date().nullable().meta({ description: 'The day of a whole day, which has no `dueAt`' }),
    isPast: z.boolean().meta({ description: 'Whether it is over. Only a date with a year may be' }),
  }),
  span.extend({ kind: z.literal('tag'), tag: z.string() }),
  span.extend({ kind: z.literal('priority'), priority: taskPriority }),
  span.extend({ kind: z.literal('project'), projectId: z.uuid() }),
])

export const quickAdd = z
  .object({
    task: task.nullable().meta({ description: 'null on a dry run' }),
    draft: task
      .pick({
        title: true,
        priority: true,
        tags: true,
        dueAt: true,
        dueOn: true,
        recurrence: true,
        projectId: true,
      })
      .meta({ description: 'What to create: `dueAt` is null where it is due a whole day' }),
    recognised: z.array(recognised).meta({ description: 'In the order of the text' }),
  })
  .meta({ id: 'QuickAdd' })
export type QuickAdd = z.infer<typeof quickAdd>
