import type { TRPCRouterRecord } from '@trpc/server'
import { noInput } from '../../core/input.ts'
import { unvalidatedOutput } from '../../core/output.ts'
import { readOf } from '../../resource/procedures.ts'
import { restOf } from '../../resource/rest.ts'
import { taskTable } from '../table.ts'
import { countByDay } from './days.ts'
import { countByProject } from './projects.ts'
import * as schema from './schema.ts'
import { countTasks } from './stats.ts'
import { countTags } from './tags.ts'

const rest = restOf('/{userId}/tasks', taskTable)
const read = readOf('tasks')

/** What is counted about a user's tasks. */
export const statsProcedures = {
  stats: read
    .meta(
      rest.query(
        'stats',
        'Count tasks',
        'By status and priority, those overdue, and those completed on each of the last 30 days.',
      ),
    )
    .input(schema.taskStatsInput)
    .output(unvalidatedOutput(schema.taskStats))
    .query(({ ctx: { db, run, user, clock }, input }) =>
      countTasks({ db, run, userId: user.id, now: clock(), ...input }),
    ),

  tags: read
    .meta(rest.query('tags', 'List the tags in use', 'The most used first, up to 1,000.'))
    .input(noInput)
    .output(unvalidatedOutput(schema.taskTags))
    .query(({ ctx }) => countTags(ctx.run, ctx.user.id)),

  projects: read
    .meta(
      rest.query(
        'projects',
        'Count the tasks of each project',
        'Of projects that have tasks, those with the most open ones first, up to 1,000.',
      ),
    )
    .input(noInput)
    .output(unvalidatedOutput(schema.taskProjects))
    .query(({ ctx }) => countByProject(ctx.run, ctx.user.id)),

  days: read
    .meta(
      rest.query(
        'days',
        'Count the tasks due on each day',
        'In the order of the days, without those on which nothing is due. Up to 366 days at a time.',
      ),
    )
    .input(schema.taskDaysInput)
    .output(unvalidatedOutput(schema.taskDays))
    .query(({ ctx, input }) => countByDay(ctx.run, ctx.user.id, input)),
} satisfies TRPCRouterRecord
