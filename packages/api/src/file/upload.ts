import { isForeignKeyViolation } from '@tandem/db/errors'
import type { Db } from '@tandem/db/types'
import { TRPCError } from '@trpc/server'
import { uuidv7 } from 'uuidv7'
import type { Context } from '../core/context.ts'
import { accountGone, notFound } from '../core/errors.ts'
import { inTurn } from '../core/turns.ts'
import { once } from '../persistence/once.ts'
import { type Inspected, inspect } from './media-type.ts'
import { type FileRecord, MAX_FILES } from './schema.ts'
import { keyOf } from './storage/files.ts'
import { fileRows } from './table.ts'

/** How long the row of kept bytes may take. The sweep takes bytes for strays that have none after 30 s. */
const ROW_MS = 20_000

interface UploadOptions {
  ctx: Context & { user: { id: string } }
  input: { taskId: string; file: File }
  path: string
  signal: AbortSignal | undefined
}

type Kept = Inspected & { id: string; mediaType: string; keptAt: number }

/**
 * Keeps a file: first its bytes, then its row in the transaction of its `Idempotency-Key`. What is between the two when the
 * process dies is removed by the sweep.
 *
 * @throws NOT_FOUND, PAYLOAD_TOO_LARGE, UNSUPPORTED_MEDIA_TYPE, and CONFLICT for too many files or bytes
 */
export async function uploadFile(opts: UploadOptions): Promise<FileRecord> {
  const { ctx, input } = opts
  const { store, maxBytes } = ctx.files
  const userId = ctx.user.id
  if (input.file.size > maxBytes) throw tooLarge(maxBytes)
  // Asked again with the row. Here it saves keeping bytes for nothing.
  const task = { userId, id: input.taskId }
  if (!(await inTurn(ctx, 'calls', () => isThere(ctx.db, task)))) throw notFound('task')
  const { mediaType, ...inspected } = await inspect(input.file)
  if (mediaType === undefined) throw unsupported()

  const id = uuidv7()
  const key = keyOf({ userId, id })
  await store.put(key, input.file).catch((cause) => {
    throw notKept(cause)
  })
  const kept = { ...inspected, id, mediaType, keptAt: performance.now() }
  try {
    const record = await once((inner: UploadOptions) => insertRow(inner, kept))(opts)
    // The answer to an earlier request with the same key has a file of its own.
    if (record.id !== id) await store.delete(key)
    return record
  } catch (error) {
    // Any other error may have come after the commit. Then the sweep finds out whether there is a row.
    if (error instanceof TRPCError) await store.delete(key)
    throw error
  }
}

function insertRow({ ctx, input: { taskId, file } }: UploadOptions, kept: Kept): Promise<FileRecord> {
  const { id, mediaType, size, sha256, keptAt } = kept
  const userId = ctx.user.id
  return ctx.transact(userId, async (tx, run) => {
    const used = await lockUsage(tx, userId)
    if (performance.now() - keptAt > ROW_MS) throw tooLate()
    if (used + size > ctx.files.quotaBytes) throw overQuota(ctx.files.quotaBytes)
    if ((await tx.file.count({ where: { userId, taskId } })) >= MAX_FILES) throw tooMany()
    const fields = { name: file.name, mediaType, size, sha256 }
    const { taskId: _, ...record } = await fileRows.create(run, { userId, taskId, id }, fields)
    return record
  })
}

/** The bytes of the user's files. From here on no other upload of the user counts or adds. */
async function lockUsage(tx: Db, userId: string): Promise<number> {
  try {
    const [row] = await tx.$queryRaw<{ bytes: bigint }[]>`
      INSERT INTO file_usage AS used (user_id, bytes) VALUES (${userId}::uuid, 0)
      ON CONFLICT (user_id) DO UPDATE SET bytes = used.bytes RETURNING bytes`
    return Number(row?.bytes ?? 0)
  } catch (error) {
    throw isForeignKeyViolation(error) ? accountGone() : error
  }
}

async function isThere(db: Db, key: { userId: string; id: string }): Promise<boolean> {
  return (await db.task.findUnique({ where: { userId_id: key }, select: { id: true } })) !== null
}

function tooLarge(maxBytes: number) {
  return new TRPCError({ code: 'PAYLOAD_TOO_LARGE', message: `A file has at most ${maxBytes} bytes` })
}

function unsupported() {
  const message = 'A file is a PNG, JPEG, GIF, WebP, PDF, plain text, ZIP or office document, by its content'
  return new TRPCError({ code: 'UNSUPPORTED_MEDIA_TYPE', message })
}

function overQuota(quotaBytes: number) {
  const message = `Your files have at most ${quotaBytes} bytes together, those of deleted tasks included`
  return new TRPCError({ code: 'CONFLICT', message })
}

function tooMany() {
  return new TRPCError({ code: 'CONFLICT', message: `A task has at most ${MAX_FILES} files` })
}

function notKept(cause: unknown) {
  const message = 'The file cannot be kept just now; try again shortly'
  return new TRPCError({ code: 'SERVICE_UNAVAILABLE', message, cause })
}

function tooLate() {
  return new TRPCError({
    code: 'SERVICE_UNAVAILABLE',
    message: 'The file could not be kept in time; try again',
  })
}
