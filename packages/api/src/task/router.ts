import type { TRPCRouterRecord } from '@trpc/server'
import { v7 as uuidv7 } from 'uuid'
import { z } from 'zod'
import { given } from '../input.ts'
import { scopedProcedure } from '../trpc.ts'
import { pageLinks } from './links.ts'
import { listTasks } from './list.ts'
import * as schema from './schema.ts'
import { createTask, deleteTask, getTask, reopenTask, writeTask } from './store.ts'

export const taskRouter = {
  list: scopedProcedure('tasks:read')
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
    .output(schema.taskPage)
    .query(({ ctx, input }) => listTasks({ db: ctx.db, userId: ctx.user.id, now: ctx.clock() }, input)),

  get: scopedProcedure('tasks:read')
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
    .output(schema.task)
    .query(({ ctx, input }) => getTask(ctx.db, { userId: ctx.user.id, id: input.id })),

  create: scopedProcedure('tasks:write')
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
    .output(schema.task)
    .mutation(({ ctx, input: { id = uuidv7(), ...fields } }) =>
      createTask(ctx.db, { userId: ctx.user.id, id, ...fields }),
    ),

  replace: scopedProcedure('tasks:write')
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
    .output(schema.task)
    .mutation(({ ctx, input: { id, ifVersion, ...fields } }) =>
      writeTask(ctx.db, { userId: ctx.user.id, id }, ifVersion, fields),
    ),

  update: scopedProcedure('tasks:write')
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
    .output(schema.task)
    .mutation(({ ctx, input: { id, ifVersion, ...fields } }) =>
      writeTask(ctx.db, { userId: ctx.user.id, id }, ifVersion, given(fields)),
    ),

  delete: scopedProcedure('tasks:write')
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
      deleteTask(ctx.db, { userId: ctx.user.id, id }, ifVersion),
    ),

  complete: scopedProcedure('tasks:write')
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
    .output(schema.task)
    .mutation(({ ctx, input: { id, ifVersion } }) =>
      writeTask(ctx.db, { userId: ctx.user.id, id }, ifVersion, { status: 'done' }),
    ),

  reopen: scopedProcedure('tasks:write')
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
    .output(schema.task)
    .mutation(({ ctx, input: { id, ifVersion } }) =>
      reopenTask(ctx.db, { userId: ctx.user.id, id }, ifVersion),
    ),
} satisfies TRPCRouterRecord
