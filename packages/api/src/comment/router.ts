import type { TRPCRouterRecord } from '@trpc/server'
import { z } from 'zod'
import { unvalidatedOutput } from '../core/output.ts'
import { once } from '../persistence/once.ts'
import { readOf, writeOf } from '../resource/procedures.ts'
import { restOf } from '../resource/rest.ts'
import { comment, commentInputs, commentPage, listCommentsInput } from './schema.ts'
import { comments, commentTable } from './table.ts'

const rest = restOf('/{userId}/tasks/{taskId}/comments', commentTable)
const read = readOf('comments')
const write = writeOf('comments')
const output = unvalidatedOutput(comment)

export const commentRouter = {
  list: read
    .meta(rest.list)
    .input(listCommentsInput)
    .output(unvalidatedOutput(commentPage))
    .query(({ ctx, input }) => comments.list(ctx, input)),

  get: read
    .meta(rest.get)
    .input(commentInputs.get)
    .output(output)
    .query(({ ctx, input }) => comments.get(ctx, input)),

  create: write
    .meta(rest.create)
    .input(commentInputs.create)
    .output(output)
    .mutation(once(({ ctx, input }) => comments.create(ctx, input))),

  replace: write
    .meta(rest.replace)
    .input(commentInputs.replace)
    .output(output)
    .mutation(once(({ ctx, input }) => comments.replace(ctx, input))),

  update: write
    .meta(rest.update)
    .input(commentInputs.update)
    .output(output)
    .mutation(once(({ ctx, input }) => comments.update(ctx, input))),

  delete: write
    .meta(rest.delete)
    .input(commentInputs.action)
    .output(z.undefined())
    .mutation(once(({ ctx, input }) => comments.delete(ctx, input))),
} satisfies TRPCRouterRecord
