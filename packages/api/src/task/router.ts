import type { TRPCRouterRecord, TrackedEnvelope } from '@trpc/server'
import { z } from 'zod'
import { unvalidatedOutput } from '../core/output.ts'
import { once } from '../persistence/once.ts'
import { readCounter } from '../resource/counter.ts'
import { readOf, writeOf } from '../resource/procedures.ts'
import { restOf } from '../resource/rest.ts'
import { runBulk } from './bulk/bulk.ts'
import { countOperations } from './bulk/cost.ts'
import { listTasks } from './list.ts'
import { quickAdd } from './quick-add/quick-add.ts'
import * as quickAddSchema from './quick-add/schema.ts'
import * as schema from './schema.ts'
import { statsProcedures } from './stats/procedures.ts'
import { taskCalls } from './store.ts'
import { readChanges } from './sync/changes.ts'
import { followTasks } from './sync/follow.ts'
import * as syncSchema from './sync/schema.ts'
import { listDeletedTasks, restoreTask } from './sync/trash.ts'
import { taskTable } from './table.ts'
import { createTask, reopen, updateTask } from './write.ts'

const rest = restOf('/{userId}/tasks', taskTable)
const read = readOf('tasks')
const write = writeOf('tasks', {}, ({ caller, taskFeed }) => taskFeed.notify(caller.id))

const task = unvalidatedOutput(schema.task)
const RESYNC = {
  410: 'What was deleted since then is forgotten, or the server does not know the revision, or the epoch is another: start again from 0, without an epoch',
}

export const taskRouter = {
  list: read
    .meta({
      ...rest.list,
      openapi: { ...rest.list.openapi, summary: 'List, filter, search and sort tasks' },
    })
    .input(schema.listTasksInput)
    .output(unvalidatedOutput(schema.taskPage))
    .query(async ({ ctx, input }) => {
      const { clock, hasIfNoneMatch, run, user } = ctx
      // "Overdue" changes with the time alone; everything else about a list changes with the user's revision.
      const revalidate = input.overdue === undefined ? ctx.revalidate : undefined
      if (revalidate && hasIfNoneMatch) revalidate((await readCounter(run, user.id)).tag)
      const { counter, page } = await listTasks(ctx, user.id, input, clock())
      revalidate?.(counter.tag)
      return page
    }),

  get: read
    .meta(rest.get)
    .input(schema.getTaskInput)
    .output(task)
    .query(({ ctx, input }) => taskCalls.get(ctx, input)),

  create: write
    .meta(rest.create)
    .input(schema.createTaskInput)
    .output(task)
    .mutation(once(({ ctx, input }) => createTask(ctx, input))),

  quickAdd: write
    .meta({
      openapi: {
        method: 'POST',
        path: '/{userId}/tasks/quick',
        protect: true,
        tags: ['tasks'],
        summary: 'Create a task from one line of text',
        description:
          'In `Buy milk tomorrow 5pm #home !high +Errands` the date, the tags, the priority and the project are recognised; the rest is the title. What was recognised, and where, is answered too. Dates are English, in digits as the `locale` writes them, and read only where the whole of them was understood; what might as well be a word is one. `p1` to `p4` are urgent, high, medium and low. A project is named whatever the case, in quotes where it ends unclearly, as `+"My project"`; what names none that is in use stays in the title. An API key needs `projects:read` for it.',
        errorResponses: { 409: 'A task with this id exists already' },
      },
    })
    .input(quickAddSchema.quickAddInput)
    .output(unvalidatedOutput(quickAddSchema.quickAdd))
    .mutation(once(({ ctx, input }) => quickAdd(ctx, input))),

  replace: write
    .meta(rest.replace)
    .input(schema.replaceTaskInput)
    .output(task)
    .mutation(once(({ ctx, input }) => updateTask(ctx, input))),

  update: write
    .meta(rest.update)
    .input(schema.updateTaskInput)
    .output(task)
    .mutation(once(({ ctx, input }) => updateTask(ctx, input))),

  delete: write
    .meta(rest.delete)
    .input(schema.taskActionInput)
    .output(z.undefined())
    .mutation(once(({ ctx, input }) => taskCalls.delete(ctx, input))),

  complete: write
    .meta(
      rest.action(
        'complete',
        'Mark a task as done',
        'A task that is done stays as it is. One that recurs makes the next one, its `successorId`.',
      ),
    )
    .input(schema.taskActionInput)
    .output(task)
    .mutation(once(({ ctx, input }) => updateTask(ctx, { ...input, status: 'done' }))),

  reopen: write
    .meta(
      rest.action(
        'reopen',
        'Put a done task back to todo',
        'A task that is not done stays as it is. The next one is taken back, unless it was changed.',
      ),
    )
    .input(schema.taskActionInput)
    .output(task)
    .mutation(once(({ ctx, input }) => reopen(ctx, input))),

  bulk: write
    .use(async ({ ctx, getRawInput, next }) => {
      await countOperations(ctx, await getRawInput())
      return next()
    })
    .meta({
      turn: 'none',
      openapi: {
        method: 'POST',
        path: '/{userId}/tasks/bulk',
        protect: true,
        tags: ['tasks'],
        summary: 'Create, update and delete up to 100 tasks, all or none',
        description:
          'The operations run in their order, in one transaction. Where some cannot be done, none is: the answer has the status of the first of them, and an issue for each, by its index.',
        errorResponses: [404, 409, 412],
      },
    })
    .input(schema.bulkTasksInput)
    .output(unvalidatedOutput(schema.bulkTasks))
    .mutation(
      once(({ ctx: { transact, user, hasLeft, clock }, input }) =>
        runBulk({ transact, userId: user.id, hasLeft, clock }, input.operations),
      ),
    ),

  ...statsProcedures,

  changes: read
    .meta({
      openapi: {
        ...rest.query(
          'changes',
          'What has changed since a revision, to bring a copy up to date',
          'Of each task only its latest change is told. Applied in their order to a copy at `since`, page after page until `hasMore` is false, they make it equal to the tasks at the revision answered. Send the `epoch` along with its revision: a restored database begins another one, and counts the same revisions again.',
        ).openapi,
        errorResponses: RESYNC,
      },
    })
    .input(syncSchema.taskChangesInput)
    .output(unvalidatedOutput(syncSchema.taskChanges))
    .query(async ({ ctx, input }) => {
      const { changes, ...page } = await readChanges(ctx.run, { userId: ctx.user.id, ...input })
      return { changes: changes.map(({ change }) => change), ...page }
    }),

  onChange: read
    .meta({
      openapi: {
        ...rest.query(
          'events',
          'Follow changes as they happen, as server-sent events',
          'The id of each event is the revision it brings your copy to. Connect again with `Last-Event-ID`, and nothing is missed and nothing comes twice. Each event also tells the `epoch` in which its revision counts: with `epoch` in the query, a stream is refused once a restored database has begun another one. The stream ends with the credential that opened it.',
        ).openapi,
        event: syncSchema.taskEvent,
        errorResponses: RESYNC,
      },
    })
    .input(syncSchema.followTasksInput)
    .output(z.custom<AsyncIterable<TrackedEnvelope<syncSchema.TaskEvent>, void>>())
    .subscription(({ ctx, input, signal }) =>
      followTasks({ ctx, signal, since: input?.lastEventId, epoch: input?.epoch }),
    ),

  listDeleted: read
    .meta({
      ...rest.query(
        'trash',
        'List deleted tasks',
        'Those of the last 30 days, the latest first. They can be restored.',
      ),
      turn: 'calls',
    })
    .input(syncSchema.listDeletedTasksInput)
    .output(unvalidatedOutput(syncSchema.deletedTaskPage))
    .query(({ ctx, input }) => listDeletedTasks(ctx, { userId: ctx.user.id, now: ctx.clock() }, input)),

  restore: write
    .meta({
      openapi: {
        method: 'POST',
        path: '/{userId}/tasks/{id}/restore',
        protect: true,
        tags: ['tasks'],
        summary: 'Restore a deleted task',
        description: 'Undoes a deletion of the last 30 days. A task that is not deleted stays as it is.',
        etag: 'version',
        errorResponses: [404],
      },
    })
    .input(schema.getTaskInput)
    .output(task)
    .mutation(
      once(({ ctx, input: { id } }) => restoreTask(ctx.run, { userId: ctx.user.id, id }, ctx.clock())),
    ),
} satisfies TRPCRouterRecord
