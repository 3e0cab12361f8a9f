import { isLastAdmin } from '@tandem/db/errors'
import type { Db, Prisma } from '@tandem/db/types'
import type { RestRoute } from '@tandem/rest/meta'
import type { TRPCRouterRecord } from '@trpc/server'
import { z } from 'zod'
import { lastAdmin, notFound } from '../core/errors.ts'
import { likePattern, lookupId } from '../core/fields/text.ts'
import { omitUndefined } from '../core/input.ts'
import { adminProcedure } from '../core/trpc.ts'
import { removeUser } from '../identity/remove-user.ts'
import { endSessions } from '../identity/sessions/session.ts'
import { toUser, userColumns } from '../identity/user-record.ts'
import { type User, user } from '../identity/user-schema.ts'
import { changeUserInput, listUsersInput, userPage } from './schema.ts'

// Links need only the page; the data was validated before.
const pageOnly = userPage.pick({ page: true })

/** Offsets are enough here: administrators want a total, and there are not many users. */
const pageLinks: NonNullable<RestRoute['links']> = ({ output }) => {
  const { page } = pageOnly.parse(output)
  return { first: { offset: null }, ...(page.hasMore && { next: { offset: page.offset + page.limit } }) }
}

const ADMIN = { protect: true, tags: ['admin'] } satisfies Partial<RestRoute>

export const adminRouter = {
  listUsers: adminProcedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/users',
        summary: 'List users, newest first',
        description:
          'For administrators. `q` finds a part of the name or of the e-mail address; the page says how many there are.',
        links: pageLinks,
        ...ADMIN,
      },
    })
    .input(listUsersInput)
    .output(userPage)
    .query(async ({ ctx, input: { q, limit, offset, ...filter } }) => {
      const contains =
        q === undefined ? undefined : ({ contains: likePattern(q), mode: 'insensitive' } as const)
      const where: Prisma.UserWhereInput = {
        ...omitUndefined(filter),
        ...(contains && { OR: [{ name: contains }, { email: contains }] }),
      }
      const [rows, totalCount] = await Promise.all([
        ctx.db.user.findMany({
          where,
          orderBy: { id: 'desc' },
          skip: offset,
          take: limit,
          select: userColumns,
        }),
        ctx.db.user.count({ where }),
      ])
      return {
        data: rows.map(toUser),
        page: { limit, offset, totalCount, hasMore: offset + rows.length < totalCount },
      }
    }),

  getUser: adminProcedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/users/{userId}',
        summary: 'Read a user',
        description:
          'For administrators. What a user keeps (tasks and the like) is not shown to anyone else.',
        errorResponses: [404],
        ...ADMIN,
      },
    })
    .input(z.strictObject({ userId: lookupId }))
    .output(user)
    .query(({ ctx, input }) => readUser(ctx.db, input.userId)),

  changeUser: adminProcedure
    .meta({
      openapi: {
        method: 'PATCH',
        path: '/users/{userId}',
        summary: 'Promote, demote, deactivate or reactivate a user',
        description:
          'For administrators. The sessions of the user end with any change. The last active administrator stays one.',
        errorResponses: { 404: 'No such user', 409: 'The last active admin' },
        ...ADMIN,
      },
    })
    .input(changeUserInput)
    .output(user)
    .mutation(async ({ ctx, input: { userId: id, ...change } }) => {
      const before = await readUser(ctx.db, id)
      const { role = before.role, isActive = before.isActive } = change
      if (role === before.role && isActive === before.isActive) return before
      try {
        // Existing access tokens state the old role, so they must not stay valid.
        await endSessions(
          ctx,
          { userId: id },
          {
            before: async (tx) => {
              // Only the requested fields, since another administrator may have changed the rest meanwhile.
              await tx.user.updateMany({ where: { id }, data: omitUndefined(change) })
            },
          },
        )
      } catch (error) {
        throw isLastAdmin(error) ? lastAdmin() : error
      }
      return readUser(ctx.db, id)
    }),

  deleteUser: adminProcedure
    .meta({
      openapi: {
        method: 'DELETE',
        path: '/users/{userId}',
        summary: 'Delete a user and everything of theirs',
        description:
          'For administrators. It cannot be undone. The last active administrator cannot be deleted.',
        successStatus: 204,
        errorResponses: { 404: 'No such user', 409: 'The last active admin' },
        ...ADMIN,
      },
    })
    .input(z.strictObject({ userId: lookupId }))
    .output(z.undefined())
    .mutation(async ({ ctx, input }) => {
      await removeUser(ctx, input.userId, noSuchUser)
    }),
} satisfies TRPCRouterRecord

async function readUser(db: Db, id: string): Promise<User> {
  const row = await db.user.findUnique({ where: { id }, select: userColumns })
  if (!row) throw noSuchUser()
  return toUser(row)
}

function noSuchUser() {
  return notFound('user')
}
