import { z } from 'zod'
import { date, timeZone } from '../../core/fields/time.ts'
import { taskPriority, taskStatus } from '../schema.ts'

export const taskStatsInput = z
  .strictObject({
    timeZone: timeZone
      .optional()
      .meta({ description: 'Whose midnight ends a day. Yours where it is not given' }),
  })
  .prefault({})
export const taskStats = z
  .object({
    total: z.int(),
    byStatus: z.record(taskStatus, z.int()),
    byPriority: z.record(taskPriority, z.int()),
    overdue: z.int().meta({ description: 'Due before now, and not done' }),
    completedPerDay: z
      .array(z.object({ date: z.iso.date(), count: z.int() }))
      .meta({ description: 'The last 30 days, today the last of them' }),
  })
  .meta({ id: 'TaskStats' })
export type TaskStats = z.infer<typeof taskStats>

export const taskTags = z
  .object({ data: z.array(z.object({ tag: z.string(), count: z.int() })) })
  .meta({ id: 'TaskTags' })
export type TaskTags = z.infer<typeof taskTags>

export const taskProjects = z
  .object({
    data: z.array(
      z.object({
        projectId: z.uuid(),
        open: z.int().meta({ description: 'Those that are not done' }),
        total: z.int(),
      }),
    ),
  })
  .meta({ id: 'TaskProjects' })
export type TaskProjects = z.infer<typeof taskProjects>

export const taskDaysInput = z.strictObject({
  from: date.meta({ description: 'The first day' }),
  to: date.meta({ description: 'The last day, at most 365 days later' }),
  timeZone: timeZone.optional().meta({
    description:
      'Whose midnight ends a day. Yours where it is not given. A task due a whole day has its day in any',
  }),
})
export type TaskDaysInput = z.infer<typeof taskDaysInput>
export const taskDays = z
  .object({
    data: z.array(
      z.object({
        date: z.iso.date(),
        open: z.int().meta({ description: 'Those that are not done' }),
        total: z.int(),
      }),
    ),
  })
  .meta({ id: 'TaskDays' })
export type TaskDays = z.infer<typeof taskDays>
