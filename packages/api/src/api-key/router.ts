import { TRPCError, type TRPCRouterRecord } from '@trpc/server'
import { uuidv7 } from 'uuidv7'
import { z } from 'zod'
import { invalidInput, notFound } from '../core/errors.ts'
import { noInput } from '../core/input.ts'
import { protectedProcedure } from '../core/trpc.ts'
import { generateKey } from '../identity/credentials/api-key.ts'
import { lockUser } from '../identity/lock-user.ts'
import { once } from '../persistence/once.ts'
import { accountOf } from '../persistence/transaction.ts'
import { apiKeyColumns, toApiKey } from './record.ts'
import { apiKey, createApiKeyInput, newApiKey, revokeApiKeyInput } from './schema.ts'

const MAX_KEYS = 50

export const apiKeyRouter = {
  list: protectedProcedure
    .meta({
      openapi: {
        method: 'GET',
        path: '/users/me/api-keys',
        protect: true,
        tags: ['users'],
        summary: 'List your API keys',
        description: 'The keys themselves are not shown: the prefix tells which is which.',
      },
    })
    .input(noInput)
    .output(z.array(apiKey))
    .query(async ({ ctx }) => {
      const rows = await ctx.db.apiKey.findMany({
        where: { userId: ctx.user.id },
        orderBy: { id: 'asc' },
        select: apiKeyColumns,
      })
      return rows.map(toApiKey)
    }),

  create: protectedProcedure
    .meta({
      openapi: {
        method: 'POST',
        path: '/users/me/api-keys',
        protect: true,
        tags: ['users'],
        summary: 'Create an API key',
        description:
          'The answer is the only place that ever shows the key. It is sent as `X-API-Key`, and reaches what its scopes name.',
        successStatus: 201,
        errorResponses: { 409: `You have ${MAX_KEYS} keys already` },
      },
    })
    .input(createApiKeyInput)
    .output(newApiKey)
    .mutation(
      once(async ({ ctx, input }) => {
        if (input.expiresAt && input.expiresAt <= ctx.clock())
          throw invalidInput(['expiresAt'], 'must lie in the future')
        const userId = ctx.user.id
        const { key, prefix, hash } = generateKey()
        const data = { id: uuidv7(), userId, prefix, hash, ...input }
        const row = await ctx.transact(accountOf(userId), async (tx) => {
          await lockUser(tx, userId)
          if ((await tx.apiKey.count({ where: { userId } })) >= MAX_KEYS) throw tooManyKeys()
          return tx.apiKey.create({ data, select: apiKeyColumns })
        })
        return { ...toApiKey(row), key }
      }),
    ),

  revoke: protectedProcedure
    .meta({
      openapi: {
        method: 'DELETE',
        path: '/users/me/api-keys/{id}',
        protect: true,
        tags: ['users'],
        summary: 'Revoke an API key',
        description: 'It stops working at once, and its open streams end.',
        successStatus: 204,
        errorResponses: [404],
      },
    })
    .input(revokeApiKeyInput)
    .output(z.undefined())
    .mutation(async ({ ctx, input }) => {
      const { count } = await ctx.db.apiKey.deleteMany({ where: { id: input.id, userId: ctx.user.id } })
      if (count === 0) throw notFound('API key')
      ctx.revocations.add([input.id])
    }),
} satisfies TRPCRouterRecord

function tooManyKeys() {
  return new TRPCError({ code: 'CONFLICT', message: `You have ${MAX_KEYS} keys already; revoke one first` })
}
