/** A stand-in on Prisma's raw queries. The resource kit of `packages/api` takes its place. */
import { TRPCError } from '@trpc/server'
import { uuidv7 } from 'uuidv7'
import type { z } from 'zod'
import type { Db } from '../../../packages/db/src/types.ts'
import type { createNoteInput, listNotesInput, Note, notePage, updateNoteInput } from './schema.ts'

type Row = Omit<Note, 'remindAt' | 'createdAt' | 'updatedAt'> & {
  remindAt: Date | null
  createdAt: Date
  updatedAt: Date
}

const SELECTION = `id, title, body, colour, is_pinned AS "isPinned", labels, remind_at AS "remindAt", version,
  created_at AS "createdAt", updated_at AS "updatedAt"`

export async function getNote(db: Db, userId: string, id: string): Promise<Note> {
  const rows = await db.$queryRawUnsafe<Row[]>(
    `SELECT ${SELECTION} FROM notes WHERE user_id = $1::uuid AND id = $2::uuid`,
    userId,
    id,
  )
  return one(rows)
}

export async function listNotes(
  db: Db,
  userId: string,
  { limit, offset }: z.infer<typeof listNotesInput>,
): Promise<z.infer<typeof notePage>> {
  const [rows, counted] = await Promise.all([
    db.$queryRawUnsafe<Row[]>(
      `SELECT ${SELECTION} FROM notes WHERE user_id = $1::uuid ORDER BY created_at DESC, id DESC LIMIT $2 OFFSET $3`,
      userId,
      limit + 1,
      offset,
    ),
    db.$queryRawUnsafe<{ count: number }[]>(
      'SELECT count(*)::int AS count FROM notes WHERE user_id = $1::uuid',
      userId,
    ),
  ])
  return {
    data: rows.slice(0, limit).map(toNote),
    page: { limit, offset, totalCount: counted[0]?.count ?? 0, hasMore: rows.length > limit },
  }
}

export async function createNote(
  db: Db,
  userId: string,
  fields: z.infer<typeof createNoteInput>,
): Promise<Note> {
  const { title, body, colour, isPinned, labels, remindAt } = fields
  const rows = await db.$queryRawUnsafe<Row[]>(
    `INSERT INTO notes (user_id, id, title, body, colour, is_pinned, labels, remind_at)
     VALUES ($1::uuid, $2::uuid, $3, $4, $5, $6, $7, $8::timestamptz) RETURNING ${SELECTION}`,
    ...[userId, uuidv7(), title, body, colour, isPinned, labels, remindAt],
  )
  return one(rows)
}

export async function updateNote(
  db: Db,
  userId: string,
  { id, ...fields }: z.infer<typeof updateNoteInput>,
): Promise<Note> {
  const { title, body, colour, isPinned, labels, remindAt } = fields
  const rows = await db.$queryRawUnsafe<Row[]>(
    `UPDATE notes SET
       title = coalesce($3, title), body = CASE WHEN $4::boolean THEN $5 ELSE body END, colour = coalesce($6, colour),
       is_pinned = coalesce($7, is_pinned), labels = coalesce($8::text[], labels),
       remind_at = CASE WHEN $9::boolean THEN $10::timestamptz ELSE remind_at END,
       version = version + 1, updated_at = now()
     WHERE user_id = $1::uuid AND id = $2::uuid RETURNING ${SELECTION}`,
    ...[
      userId,
      id,
      title,
      body !== undefined,
      body,
      colour,
      isPinned,
      labels,
      remindAt !== undefined,
      remindAt,
    ],
  )
  return one(rows)
}

function one([row]: Row[]): Note {
  if (!row) throw new TRPCError({ code: 'NOT_FOUND', message: 'There is no such note' })
  return toNote(row)
}

function toNote({ remindAt, createdAt, updatedAt, ...row }: Row): Note {
  return {
    ...row,
    remindAt: remindAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  }
}
