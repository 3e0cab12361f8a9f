/**
 * The floor: the same answers, written by hand for speed alone. One file of routes on bare Fastify, tokens verified by
 * jsonwebtoken with a key object, prepared statements. No layers, documentation, rate limits or security headers.
 */
import { createSecretKey } from 'node:crypto'
import Fastify, { type FastifyReply, type FastifyRequest } from 'fastify'
import jwt from 'jsonwebtoken'
import pg from 'pg'
import { uuidv7 } from 'uuidv7'
import { settings } from '../settings.ts'
import { readPage, readPatch, readTask, UUID } from './input.ts'

const key = createSecretKey(settings.secret, 'utf8')
const pool = new pg.Pool({ connectionString: settings.databaseUrl })
const app = Fastify({ logger: false })

const COLUMNS = `id, title, description, status, priority, tags, due_at AS "dueAt", due_on::text AS "dueOn", recurrence,
  recurrence_from AS "recurrenceFrom", reminder, project_id AS "projectId", completed_at AS "completedAt",
  successor_id AS "successorId", version, created_at AS "createdAt", updated_at AS "updatedAt"`

const statements = {
  get: `SELECT ${COLUMNS} FROM tasks WHERE user_id = $1 AND id = $2`,
  list: `SELECT ${COLUMNS} FROM tasks WHERE user_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2 OFFSET $3`,
  count: 'SELECT count(*)::int AS count FROM tasks WHERE user_id = $1',
  create: `INSERT INTO tasks (user_id, id, title, description, status, priority, tags, due_at, due_on, recurrence, recurrence_from,
      reminder, project_id)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING ${COLUMNS}`,
  update: `UPDATE tasks SET
      title = coalesce($3, title), description = CASE WHEN $4 THEN $5 ELSE description END,
      status = coalesce($6, status), priority = coalesce($7, priority), tags = coalesce($8, tags),
      due_at = CASE WHEN $9 THEN $10 ELSE due_at END,
      reminder = CASE WHEN $11 THEN $12 ELSE reminder END,
      project_id = CASE WHEN $13 THEN $14 ELSE project_id END,
      due_on = CASE WHEN $15 THEN $16 ELSE due_on END,
      recurrence = CASE WHEN $17 THEN $18 ELSE recurrence END,
      recurrence_from = coalesce($19, recurrence_from), version = version + 1, updated_at = now()
    WHERE user_id = $1 AND id = $2 RETURNING ${COLUMNS}`,
}

const query = (name: keyof typeof statements, values: unknown[]) =>
  pool.query({ name, text: statements[name], values })

/** Returns the caller, who must be the user in the path. Otherwise answers 401 or 403 and returns undefined. */
function caller(
  req: FastifyRequest<{ Params: { userId: string } }>,
  reply: FastifyReply,
): string | undefined {
  const token = /^Bearer (\S+)$/.exec(req.headers.authorization ?? '')?.[1]
  try {
    const { issuer, audience } = settings
    const { sub } = jwt.verify(token ?? '', key, { algorithms: ['HS256'], issuer, audience })
    if (sub === req.params.userId) return req.params.userId
    refuse(reply, 403, 'FORBIDDEN')
  } catch {
    refuse(reply.header('www-authenticate', 'Bearer'), 401, 'UNAUTHORIZED')
  }
  return undefined
}

function refuse(reply: FastifyReply, status: number, error: string): FastifyReply {
  return reply
    .code(status)
    .type('application/problem+json')
    .send({ type: 'about:blank', title: error, status, error })
}

interface Owned {
  Params: { userId: string }
}
interface Addressed {
  Params: { userId: string; id: string }
}

app.get<Addressed>('/api/v1/:userId/tasks/:id', async (req, reply): Promise<FastifyReply> => {
  const user = caller(req, reply)
  if (!user) return reply
  if (!UUID.test(req.params.id)) return refuse(reply, 404, 'NOT_FOUND')
  const [task] = (await query('get', [user, req.params.id])).rows
  if (!task) return refuse(reply, 404, 'NOT_FOUND')
  return reply.header('etag', `"${task.version}"`).send(task)
})

app.get<Owned>('/api/v1/:userId/tasks', async (req, reply): Promise<FastifyReply> => {
  const user = caller(req, reply)
  if (!user) return reply
  const page = readPage(req.query)
  if (!page) return refuse(reply, 422, 'VALIDATION_ERROR')
  const { limit, offset } = page
  const [tasks, counted] = await Promise.all([
    query('list', [user, limit + 1, offset]),
    query('count', [user]),
  ])
  const data = tasks.rows.slice(0, limit)
  const hasMore = tasks.rows.length > limit
  const last = data.at(-1)
  const nextCursor =
    hasMore && last ? Buffer.from(JSON.stringify([last.createdAt, last.id])).toString('base64url') : null
  return reply.send({ data, page: { limit, offset, totalCount: counted.rows[0].count, hasMore, nextCursor } })
})

app.post<Owned>('/api/v1/:userId/tasks', async (req, reply): Promise<FastifyReply> => {
  const user = caller(req, reply)
  if (!user) return reply
  const input = readTask(req.body)
  if (!input) return refuse(reply, 422, 'VALIDATION_ERROR')
  const { title, description = null, status = 'todo', priority = 'none' } = input
  const { tags = [], dueAt = null, dueOn = null, recurrence = null, recurrenceFrom = 'due' } = input
  const { reminder = null, projectId = null } = input
  const [task] = (
    await query('create', [
      user,
      uuidv7(),
      title,
      description,
      status,
      priority,
      tags,
      dueAt,
      dueOn,
      recurrence,
      recurrenceFrom,
      reminder,
      projectId,
    ])
  ).rows
  return reply
    .code(201)
    .headers({ etag: `"${task.version}"`, location: `/api/v1/${user}/tasks/${task.id}` })
    .send(task)
})

app.patch<Addressed>('/api/v1/:userId/tasks/:id', async (req, reply): Promise<FastifyReply> => {
  const user = caller(req, reply)
  if (!user) return reply
  if (!UUID.test(req.params.id)) return refuse(reply, 404, 'NOT_FOUND')
  const input = readPatch(req.body)
  if (!input) return refuse(reply, 422, 'VALIDATION_ERROR')
  const { title, description, status, priority, tags, dueAt, reminder, projectId } = input
  const { dueOn, recurrence, recurrenceFrom } = input
  const [task] = (
    await query('update', [
      user,
      req.params.id,
      title,
      description !== undefined,
      description,
      status,
      priority,
      tags,
      dueAt !== undefined,
      dueAt,
      reminder !== undefined,
      reminder,
      projectId !== undefined,
      projectId,
      dueOn !== undefined,
      dueOn,
      recurrence !== undefined,
      recurrence,
      recurrenceFrom,
    ])
  ).rows
  if (!task) return refuse(reply, 404, 'NOT_FOUND')
  return reply.header('etag', `"${task.version}"`).send(task)
})

await app.listen({ port: settings.port, host: '127.0.0.1' })
process.once('SIGTERM', () => void app.close().then(() => pool.end()))
