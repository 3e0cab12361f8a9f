import type { TRPCRouterRecord, TrackedEnvelope } from '@trpc/server'
import { uuidv7 } from 'uuidv7'
import { z } from 'zod'
import { given, noInput } from '../core/input.ts'
import { declared } from '../core/output.ts'
import { taskReadProcedure, taskWriteProcedure } from '../core/trpc.ts'
import { runBulk } from './bulk.ts'
import { pageLinks } from './links.ts'
import { listTasks } from './list.ts'
import { quickAdd } from './quick-add/quick-add.ts'
import * as schema from './schema.ts'
import { countTasks } from './stats/stats.ts'
import { countTags } from './stats/tags.ts'
import { createTask, deleteTask, getTask, reopenTask, writeTask } from './store.ts'
import { readChanges } from './sync/changes.ts'
import { followTasks } from './sync/follow.ts'
import { listDeletedTasks, restoreTask } from './sync/trash.ts'

export const taskRouter = {
  list: taskReadProcedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/{userId}/tasks',
        protect: true,
        tags: ['tasks'],
        summary: 'List, filter, search and sort tasks',
        links: pageLinks,
      },
    })
    .input(schema.listTasksInput)
    .output(declared(schema.taskPage))
    .query(async ({ ctx, input }) => {
      // What is overdue changes by time alone; everything else about a list by changes to the tasks.
      const { clock, holdsAnswer, reads, run, user } = ctx
      const revalidate = input.overdue === undefined ? ctx.revalidate : undefined
      if (revalidate && holdsAnswer) revalidate((await reads.counter(user.id)).tag)
      const { counter, page } = await listTasks({ run, userId: user.id, now: clock() }, input)
      revalidate?.(counter.tag)
      return page
    }),

  get: taskReadProcedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/{userId}/tasks/{id}',
        protect: true,
        tags: ['tasks'],
        summary: 'Read a task',
        etag: 'version',
        errorResponses: [404],
      },
    })
    .input(schema.getTaskInput)
    .output(declared(schema.task))
    .query(({ ctx, input }) => getTask(ctx.reads.task, { userId: ctx.user.id, id: input.id })),

  create: taskWriteProcedure
    .meta({
      openapi: {
        method: 'POST',
        path: '/{userId}/tasks',
        protect: true,
        tags: ['tasks'],
        summary: 'Create a task',
        successStatus: 201,
        etag: 'version',
        location: '/{userId}/tasks/{id}',
        errorResponses: { 409: 'A task with this id exists already' },
      },
    })
    .input(schema.createTaskInput)
    .output(declared(schema.task))
    .mutation(({ ctx, input: { id = uuidv7(), ...fields } }) =>
      createTask(ctx.run, { userId: ctx.user.id, id, ...fields }),
    ),

  quickAdd: taskWriteProcedure
    .meta({
      openapi: {
        method: 'POST',
        path: '/{userId}/tasks/quick',
        protect: true,
        tags: ['tasks'],
        summary: 'Create a task from one line of text',
        description:
          'In `Buy milk tomorrow 5pm #home !high` the date, the tags and the priority are recognised; the rest is the title. What was recognised, and where, is answered too. English dates, month before day; what might as well be a word is one.',
        errorResponses: { 409: 'A task with this id exists already' },
      },
    })
    .input(schema.quickAddInput)
    .output(declared(schema.quickAdd))
    .mutation(({ ctx, input }) => quickAdd({ run: ctx.run, userId: ctx.user.id, now: ctx.clock() }, input)),

  replace: taskWriteProcedure
    .meta({
      openapi: {
        method: 'PUT',
        path: '/{userId}/tasks/{id}',
        protect: true,
        tags: ['tasks'],
        summary: 'Replace a task: fields left out return to their defaults',
        etag: 'version',
        ifMatch: 'ifVersion',
        errorResponses: [404],
      },
    })
    .input(schema.replaceTaskInput)
    .output(declared(schema.task))
    .mutation(({ ctx, input: { id, ifVersion, ...fields } }) =>
      writeTask(ctx.run, { userId: ctx.user.id, id }, ifVersion, fields),
    ),

  update: taskWriteProcedure
    .meta({
      openapi: {
        method: 'PATCH',
        path: '/{userId}/tasks/{id}',
        protect: true,
        tags: ['tasks'],
        summary: 'Change some fields of a task: fields left out stay, null clears',
        etag: 'version',
        ifMatch: 'ifVersion',
        errorResponses: [404],
      },
    })
    .input(schema.updateTaskInput)
    .output(declared(schema.task))
    .mutation(({ ctx, input: { id, ifVersion, ...fields } }) =>
      writeTask(ctx.run, { userId: ctx.user.id, id }, ifVersion, given(fields)),
    ),

  delete: taskWriteProcedure
    .meta({
      openapi: {
        method: 'DELETE',
        path: '/{userId}/tasks/{id}',
        protect: true,
        tags: ['tasks'],
        summary: 'Delete a task',
        successStatus: 204,
        ifMatch: 'ifVersion',
        errorResponses: [404],
      },
    })
    .input(schema.taskActionInput)
    .output(z.undefined())
    .mutation(({ ctx, input: { id, ifVersion } }) =>
      deleteTask(ctx.run, { userId: ctx.user.id, id }, ifVersion),
    ),

  complete: taskWriteProcedure
    .meta({
      openapi: {
        method: 'POST',
        path: '/{userId}/tasks/{id}/complete',
        protect: true,
        tags: ['tasks'],
        summary: 'Mark a task as done; done again, nothing changes',
        etag: 'version',
        ifMatch: 'ifVersion',
        errorResponses: [404],
      },
    })
    .input(schema.taskActionInput)
    .output(declared(schema.task))
    .mutation(({ ctx, input: { id, ifVersion } }) =>
      writeTask(ctx.run, { userId: ctx.user.id, id }, ifVersion, { status: 'done' }),
    ),

  reopen: taskWriteProcedure
    .meta({
      openapi: {
        method: 'POST',
        path: '/{userId}/tasks/{id}/reopen',
        protect: true,
        tags: ['tasks'],
        summary: 'Put a done task back to todo; a task that is not done stays as it is',
        etag: 'version',
        ifMatch: 'ifVersion',
        errorResponses: [404],
      },
    })
    .input(schema.taskActionInput)
    .output(declared(schema.task))
    .mutation(({ ctx, input: { id, ifVersion } }) =>
      reopenTask(ctx.run, { userId: ctx.user.id, id }, ifVersion),
    ),

  bulk: taskWriteProcedure
    .meta({
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
    .output(declared(schema.bulkTasks))
    .mutation(({ ctx, input }) => runBulk(ctx.db, ctx.user.id, input.operations)),

  stats: taskReadProcedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/{userId}/tasks/stats',
        protect: true,
        tags: ['tasks'],
        summary:
          'Count tasks by status and priority, those overdue, and those completed on each of the last 30 days',
      },
    })
    .input(schema.taskStatsInput)
    .output(declared(schema.taskStats))
    .query(({ ctx, input }) => countTasks({ db: ctx.db, userId: ctx.user.id, now: ctx.clock(), ...input })),

  tags: taskReadProcedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/{userId}/tasks/tags',
        protect: true,
        tags: ['tasks'],
        summary: 'List the tags in use, the most used first: up to 1,000',
      },
    })
    .input(noInput)
    .output(declared(schema.taskTags))
    .query(({ ctx }) => countTags(ctx.run, ctx.user.id)),

  changes: taskReadProcedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/{userId}/tasks/changes',
        protect: true,
        tags: ['tasks'],
        summary: 'What has changed since a revision, to bring a copy up to date',
        description:
          'Of each task only its latest change is told. Applied in their order to a copy at `since`, page after page until `hasMore` is false, they make it equal to the tasks at the revision answered.',
        errorResponses: {
          410: 'What was deleted since then is forgotten, or the server does not know the revision: start again from 0',
        },
      },
    })
    .input(schema.taskChangesInput)
    .output(declared(schema.taskChanges))
    .query(async ({ ctx, input }) => {
      const { changes, ...page } = await readChanges(ctx.run, { userId: ctx.user.id, ...input })
      return { changes: changes.map(({ change }) => change), ...page }
    }),

  onChange: taskReadProcedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/{userId}/tasks/events',
        protect: true,
        tags: ['tasks'],
        summary: 'Follow changes as they happen, as server-sent events',
        description:
          'The id of each event is the revision it brings your copy to. Connect again with `Last-Event-ID`, and nothing is missed and nothing comes twice. The stream ends with the credential that opened it.',
        event: schema.taskChange,
        errorResponses: {
          410: 'What was deleted since then is forgotten, or the server does not know the revision: start again from 0',
        },
      },
    })
    .input(schema.followTasksInput)
    .output(z.custom<AsyncIterable<TrackedEnvelope<schema.TaskChange>, void>>())
    .subscription(({ ctx, input, signal }) => followTasks({ ctx, since: input?.lastEventId, signal })),

  listDeleted: taskReadProcedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/{userId}/tasks/trash',
        protect: true,
        tags: ['tasks'],
        summary: 'List what was deleted in the last 30 days, the latest first',
      },
    })
    .input(schema.listDeletedTasksInput)
    .output(declared(schema.deletedTaskPage))
    .query(({ ctx, input }) =>
      listDeletedTasks({ db: ctx.db, userId: ctx.user.id, now: ctx.clock() }, input),
    ),

  restore: taskWriteProcedure
    .meta({
      openapi: {
        method: 'POST',
        path: '/{userId}/tasks/{id}/restore',
        protect: true,
        tags: ['tasks'],
        summary: 'Undo a deletion of the last 30 days; a task that is there stays as it is',
        etag: 'version',
        errorResponses: [404],
      },
    })
    .input(schema.getTaskInput)
    .output(declared(schema.task))
    .mutation(({ ctx, input }) => restoreTask(ctx.run, { userId: ctx.user.id, id: input.id }, ctx.clock())),
} satisfies TRPCRouterRecord
