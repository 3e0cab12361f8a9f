import { TRPCError, type TRPCRouterRecord } from '@trpc/server'
import { z } from 'zod'
import type { Context } from '../core/context.ts'
import { notFound } from '../core/errors.ts'
import { noInput } from '../core/input.ts'
import { unvalidatedOutput } from '../core/output.ts'
import { once } from '../persistence/once.ts'
import { readOf, writeOf } from '../resource/procedures.ts'
import { restOf } from '../resource/rest.ts'
import { FileContent } from './content.ts'
import { removeBytesOf } from './removals.ts'
import {
  type FileRecord,
  file,
  fileInput,
  fileLimits,
  fileList,
  listFilesInput,
  MAX_FILES,
  uploadInput,
} from './schema.ts'
import { keyOf } from './storage/files.ts'
import { fileRows, fileTable } from './table.ts'
import { uploadFile } from './upload.ts'

const rest = restOf('/{userId}/tasks/{taskId}/files', fileTable)
const read = readOf('tasks')
const write = writeOf('tasks')

/** Over REST the bytes. In JSON, and so over tRPC, a file is its record. */
const content = { schema: z.file(), parse: (output: unknown) => output as { toJSON(): FileRecord } }

interface Resolve {
  ctx: Context & { user: { id: string } }
  input: z.output<typeof fileInput>
  path: string
  signal: AbortSignal | undefined
}

const NO_TASK = { 404: 'There is no such task' }

const removeRow = once(
  ({ ctx, input }: Resolve): Promise<undefined> =>
    fileRows.remove(ctx.run, { ...input, userId: ctx.user.id }, undefined),
)

export const fileRouter = {
  list: read
    .meta({
      openapi: {
        ...rest.listWhole.openapi,
        summary: 'List the files of a task',
        description: `All of them, the oldest first. There are at most ${MAX_FILES}.`,
      },
    })
    .input(listFilesInput)
    .output(unvalidatedOutput(fileList))
    .query(async ({ ctx, input: { taskId } }) => {
      const userId = ctx.user.id
      const task = await ctx.db.task.findUnique({
        where: { userId_id: { userId, id: taskId } },
        select: { id: true },
      })
      if (!task) throw notFound('task')
      const rows = await ctx.db.file.findMany({
        where: { userId, taskId },
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
        select: { id: true, name: true, mediaType: true, size: true, sha256: true, createdAt: true },
      })
      return {
        data: rows.map((row) => ({ ...row, size: Number(row.size), createdAt: row.createdAt.toISOString() })),
      }
    }),

  get: read
    .meta({
      ...rest.get,
      openapi: {
        ...rest.get.openapi,
        summary: 'Download a file',
        description:
          'The bytes, or a range of them. Its SHA-256 is the `ETag`. Over tRPC the answer is what the list says of the file.',
        etag: 'sha256',
        responseType: '*/*',
      },
    })
    .input(fileInput)
    .output(content)
    .query(async ({ ctx, input }) => {
      const key = { ...input, userId: ctx.user.id }
      const { taskId: _, ...record } = await fileRows.get(ctx.run, key)
      return new FileContent(ctx.files.store, keyOf(key), record, async (cause) => {
        const isDeleted = (await ctx.db.file.count({ where: { userId: key.userId, id: key.id } })) === 0
        if (isDeleted) return notFound('file')
        ctx.files.onUnread?.(cause)
        return notRead(cause)
      })
    }),

  limits: read
    .meta({
      turn: 'none',
      openapi: {
        method: 'GET',
        path: '/{userId}/files/limits',
        protect: true,
        tags: ['files'],
        summary: 'Read the limits of files',
        description:
          'How large a file may be, how many a task may have, and how much yours may have together.',
      },
    })
    .input(noInput)
    .output(unvalidatedOutput(fileLimits))
    .query(({ ctx: { files } }) => ({
      maxBytes: files.maxBytes,
      maxFiles: MAX_FILES,
      quotaBytes: files.quotaBytes,
    })),

  upload: write
    .meta({
      // It takes its turns by itself: nobody waits while the bytes arrive.
      turn: 'none',
      openapi: {
        method: 'POST',
        path: '/{userId}/tasks/{taskId}/files',
        protect: true,
        tags: ['files'],
        summary: 'Add a file to a task',
        description:
          'A form with one part, `file`. Its type is told by its content: PNG, JPEG, GIF, WebP, PDF, plain text, ZIP or an office ' +
          'document. With an `Idempotency-Key` the request can be repeated safely: the contents are compared too.',
        successStatus: 201,
        contentTypes: ['multipart/form-data'],
        location: '/{userId}/tasks/{taskId}/files/{id}',
        errorResponses: {
          ...NO_TASK,
          409: `The task has ${MAX_FILES} files already, or yours have too many bytes together`,
          413: 'The file is too large',
          415: 'The body is no form, or the file is of no type that can be kept',
        },
      },
    })
    .input(uploadInput)
    .output(unvalidatedOutput(file))
    .mutation(uploadFile),

  delete: write
    .meta({
      openapi: {
        method: 'DELETE',
        path: '/{userId}/tasks/{taskId}/files/{id}',
        protect: true,
        tags: ['files'],
        summary: 'Delete a file',
        description: 'It cannot be undone.',
        successStatus: 204,
        errorResponses: { 404: 'There is no such file, or no such task' },
      },
    })
    .input(fileInput)
    .output(z.undefined())
    .mutation(async (opts) => {
      await removeRow(opts)
      // Outside of the transaction that an `Idempotency-Key` may have: bytes go only after their row.
      const { db, files, user } = opts.ctx
      await removeBytesOf(db, files.store, { userId: user.id, id: opts.input.id })
    }),
} satisfies TRPCRouterRecord

function notRead(cause: unknown) {
  const message = 'The file cannot be read just now; try again shortly'
  return new TRPCError({ code: 'SERVICE_UNAVAILABLE', message, cause })
}
