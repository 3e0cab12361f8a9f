import { createTRPCClient, httpLink } from '@trpc/client'
import { initTRPC, TRPCError } from '@trpc/server'
import fastify from 'fastify'
import { expect, onTestFinished, test, vi } from 'vitest'
import { trpcPlugin } from '../plugin.ts'
import type { ReadForm } from './form-request.ts'

const t = initTRPC.context<{ user: string | undefined }>().create()
const guarded = t.procedure.use(({ ctx, next }) => {
  if (!ctx.user) throw new TRPCError({ code: 'UNAUTHORIZED' })
  return next()
})
const router = t.router({
  upload: guarded
    .input((input) => input as FormData)
    .mutation(async ({ input }) => ({
      text: await (input.get('file') as File).text(),
      name: input.get('name'),
    })),
})

async function serve(readForm: ReadForm, user = 'ada') {
  const app = fastify()
  onTestFinished(() => app.close())
  const onError = vi.fn()
  await app.register(trpcPlugin<typeof router>, {
    prefix: '/trpc',
    router,
    readForm,
    onError,
    createContext: ({ req }) => ({ user: req.headers['x-user'] === user ? user : undefined }),
    responseMeta: () => ({ headers: { 'x-meta': 'yes' } }),
  })
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  const headers: string[] = []
  const client = createTRPCClient<typeof router>({
    links: [
      httpLink({
        url: `${url}/trpc`,
        headers: { 'x-user': 'ada' },
        fetch: async (...args) => {
          const response = await fetch(...(args as Parameters<typeof fetch>))
          headers.push(response.headers.get('x-meta') ?? '')
          return response
        },
      }),
    ],
  })
  return { client, headers, onError }
}

const form = () => {
  const fields = new FormData()
  fields.append('file', new File(['sent'], 'a.txt'))
  return fields
}

test('a form is what readForm has read of the request', async () => {
  const { client, headers } = await serve(async ({ raw, headers }) => {
    const body = await new Response(raw as never, {
      headers: { 'content-type': headers['content-type'] ?? '' },
    }).formData()
    body.append('name', 'added')
    return body
  })
  expect(await client.upload.mutate(form())).toEqual({ text: 'sent', name: 'added' })
  expect(headers).toEqual(['yes'])
})

test('nothing is read for a caller whom a guard refuses', async () => {
  const readForm = vi.fn(async () => form())
  const { client, onError } = await serve(readForm, 'bob')
  await expect(client.upload.mutate(form())).rejects.toMatchObject({ data: { code: 'UNAUTHORIZED' } })
  expect(readForm).not.toHaveBeenCalled()
  expect(onError).toHaveBeenCalledWith(expect.objectContaining({ path: 'upload', req: expect.anything() }))
})

test('the error of readForm is answered', async () => {
  const { client } = await serve(async () => {
    throw new TRPCError({ code: 'PAYLOAD_TOO_LARGE', message: 'too large' })
  })
  await expect(client.upload.mutate(form())).rejects.toMatchObject({
    message: 'too large',
    data: { code: 'PAYLOAD_TOO_LARGE', httpStatus: 413 },
  })
})
