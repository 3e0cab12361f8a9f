import type { TRPCRouterRecord } from '@trpc/server'
import { z } from 'zod'
import { unvalidatedOutput } from '../core/output.ts'
import { once } from '../persistence/once.ts'
import { readOf, writeOf } from '../resource/procedures.ts'
import { restOf } from '../resource/rest.ts'
import { removeProject } from './remove.ts'
import { listProjectsInput, project, projectInputs, projectPage } from './schema.ts'
import { projects, projectTable } from './table.ts'

const rest = restOf('/{userId}/projects', projectTable)
const read = readOf('projects')
const write = writeOf('projects')
/** A deletion changes tasks too, of which their streams tell. */
const remove = writeOf('projects', {}, ({ caller, taskFeed }) => taskFeed.notify(caller.id))
const output = unvalidatedOutput(project)

export const projectRouter = {
  list: read
    .meta(rest.list)
    .input(listProjectsInput)
    .output(unvalidatedOutput(projectPage))
    .query(({ ctx, input }) => projects.list(ctx, input)),

  get: read
    .meta(rest.get)
    .input(projectInputs.get)
    .output(output)
    .query(({ ctx, input }) => projects.get(ctx, input)),

  create: write
    .meta(rest.create)
    .input(projectInputs.create)
    .output(output)
    .mutation(once(({ ctx, input }) => projects.create(ctx, input))),

  replace: write
    .meta(rest.replace)
    .input(projectInputs.replace)
    .output(output)
    .mutation(once(({ ctx, input }) => projects.replace(ctx, input))),

  update: write
    .meta(rest.update)
    .input(projectInputs.update)
    .output(output)
    .mutation(once(({ ctx, input }) => projects.update(ctx, input))),

  delete: remove
    .meta({
      ...rest.delete,
      openapi: {
        ...rest.delete.openapi,
        description:
          'Its tasks, also those in the trash, stay, without a project: each is changed, as sync tells.',
      },
    })
    .input(projectInputs.action)
    .output(z.undefined())
    .mutation(
      once(({ ctx: { transact, user, hasLeft }, input }) =>
        removeProject({ transact, userId: user.id, hasLeft }, input),
      ),
    ),

  archive: write
    .meta(
      rest.action(
        'archive',
        'Archive a project',
        'Sets `archived` to `true`. Where it is so already, nothing changes.',
      ),
    )
    .input(projectInputs.action)
    .output(output)
    .mutation(once(({ ctx, input }) => projects.update(ctx, { ...input, archived: true }))),
} satisfies TRPCRouterRecord
