/**
 * The router of the assembled stack, as the documentation of its parts shows: a context that verifies the token, zod for
 * input and output, Prisma's queries, `meta` for trpc-to-openapi.
 */
import { PrismaPg } from '@prisma/adapter-pg'
import { initTRPC, TRPCError } from '@trpc/server'
import jwt from 'jsonwebtoken'
import type { OpenApiMeta } from 'trpc-to-openapi'
import { uuidv7 } from 'uuidv7'
import { z } from 'zod'
import { PrismaClient } from '../../../packages/db/src/generated/client.ts'
import { settings } from '../settings.ts'

export const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: settings.databaseUrl }) })

interface Context {
  user: { id: string } | null
}

export function createContext({
  req,
}: {
  req: { headers: { authorization?: string | undefined } }
}): Context {
  const token = req.headers.authorization?.split(' ')[1]
  if (!token) return { user: null }
  try {
    const { issuer, audience } = settings
    const payload = jwt.verify(token, settings.secret, { algorithms: ['HS256'], issuer, audience })
    return { user: typeof payload === 'object' && payload.sub ? { id: payload.sub } : null }
  } catch {
    return { user: null }
  }
}

const t = initTRPC.context<Context>().meta<OpenApiMeta>().create()

const status = z.enum(['todo', 'in_progress', 'done'])
const priority = z.enum(['none', 'low', 'medium', 'high', 'urgent'])

const recurrenceFrom = z.enum(['due', 'completion'])

const task = z.object({
  id: z.uuid(),
  title: z.string(),
  description: z.string().nullable(),
  status,
  priority,
  tags: z.array(z.string()),
  dueAt: z.date().nullable(),
  dueOn: z.date().nullable(),
  recurrence: z.string().nullable(),
  recurrenceFrom,
  reminder: z.int().nullable(),
  projectId: z.uuid().nullable(),
  completedAt: z.date().nullable(),
  successorId: z.uuid().nullable(),
  version: z.int(),
  createdAt: z.date(),
  updatedAt: z.date(),
})

const fields = z.object({
  title: z.string().trim().min(1).max(255),
  description: z.string().max(10_000).nullable().exactOptional(),
  status: status.exactOptional(),
  priority: priority.exactOptional(),
  tags: z.array(z.string().trim().min(1).max(50)).max(20).exactOptional(),
  dueAt: z.iso.datetime({ offset: true }).nullable().exactOptional(),
  recurrence: z.string().max(255).nullable().exactOptional(),
  recurrenceFrom: recurrenceFrom.exactOptional(),
  reminder: z.int().min(0).max(40_320).nullable().exactOptional(),
  projectId: z.uuid().nullable().exactOptional(),
})

const select = {
  id: true,
  title: true,
  description: true,
  status: true,
  priority: true,
  tags: true,
  dueAt: true,
  dueOn: true,
  recurrence: true,
  recurrenceFrom: true,
  reminder: true,
  projectId: true,
  completedAt: true,
  successorId: true,
  version: true,
  createdAt: true,
  updatedAt: true,
} as const

const owner = z.object({ userId: z.uuid() })

const protectedProcedure = t.procedure.use(({ ctx, next }) => {
  if (!ctx.user) throw new TRPCError({ code: 'UNAUTHORIZED' })
  return next({ ctx: { user: ctx.user } })
})

/** Returns the user id of the path, which must be the caller's. */
function own(user: { id: string }, userId: string): string {
  if (user.id !== userId) throw new TRPCError({ code: 'FORBIDDEN' })
  return userId
}

const found = <T>(row: T | null): T => {
  if (!row) throw new TRPCError({ code: 'NOT_FOUND' })
  return row
}

export const appRouter = t.router({
  task: t.router({
    list: protectedProcedure
      .meta({ openapi: { method: 'GET', path: '/{userId}/tasks', protect: true } })
      .input(
        owner.extend({
          limit: z.number().int().min(1).max(100).default(20),
          offset: z.number().int().min(0).default(0),
        }),
      )
      .output(
        z.object({
          data: z.array(task),
          page: z.object({
            limit: z.int(),
            offset: z.int(),
            totalCount: z.int(),
            hasMore: z.boolean(),
            nextCursor: z.string().nullable(),
          }),
        }),
      )
      .query(async ({ ctx, input: { userId, limit, offset } }) => {
        const where = { userId: own(ctx.user, userId) }
        const [rows, totalCount] = await Promise.all([
          prisma.task.findMany({
            where,
            select,
            orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
            skip: offset,
            take: limit + 1,
          }),
          prisma.task.count({ where }),
        ])
        const data = rows.slice(0, limit)
        const hasMore = rows.length > limit
        return {
          data,
          page: {
            limit,
            offset,
            totalCount,
            hasMore,
            nextCursor: hasMore ? (data.at(-1)?.id ?? null) : null,
          },
        }
      }),

    get: protectedProcedure
      .meta({ openapi: { method: 'GET', path: '/{userId}/tasks/{id}', protect: true } })
      .input(owner.extend({ id: z.uuid() }))
      .output(task)
      .query(async ({ ctx, input: { userId, id } }) => {
        const where = { userId_id: { userId: own(ctx.user, userId), id } }
        return found(await prisma.task.findUnique({ where, select }))
      }),

    create: protectedProcedure
      .meta({ openapi: { method: 'POST', path: '/{userId}/tasks', protect: true } })
      .input(owner.extend(fields.shape))
      .output(task)
      .mutation(({ ctx, input: { userId, ...input } }) =>
        prisma.task.create({ data: { ...input, userId: own(ctx.user, userId), id: uuidv7() }, select }),
      ),

    update: protectedProcedure
      .meta({ openapi: { method: 'PATCH', path: '/{userId}/tasks/{id}', protect: true } })
      .input(owner.extend({ ...fields.shape, id: z.uuid(), title: fields.shape.title.exactOptional() }))
      .output(task)
      .mutation(({ ctx, input: { id, userId, ...input } }) =>
        prisma.task.update({
          where: { userId_id: { userId: own(ctx.user, userId), id } },
          data: { ...input, version: { increment: 1 }, updatedAt: new Date() },
          select,
        }),
      ),
  }),
})

export type AppRouter = typeof appRouter
