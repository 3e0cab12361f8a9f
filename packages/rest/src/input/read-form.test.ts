import { TRPCError } from '@trpc/server'
import { expect, it, vi } from 'vitest'
import { z } from 'zod'
import { createApp, guarded, t } from '../testing/test-app.ts'

const router = t.router({
  upload: guarded
    .meta({ openapi: { method: 'POST', path: '/upload', contentTypes: ['multipart/form-data'] } })
    .input(z.object({ file: z.file(), tags: z.array(z.string()) }))
    .mutation(async ({ input }) => ({ text: await input.file.text(), tags: input.tags })),
})

const request = (headers = {}, payload = 'not read by the adapter') => ({
  method: 'POST' as const,
  url: '/api/upload',
  headers: { 'content-type': 'multipart/form-data; boundary=x', authorization: 'a', ...headers },
  payload,
})

function form() {
  const fields = new FormData()
  fields.append('file', new File(['content'], 'a.txt'))
  fields.append('tags', 'a')
  fields.append('tags', 'b')
  return fields
}

it('gives the procedure what readForm has read, which sees the request with its body', async () => {
  const readForm = vi.fn(async (req, reply) => {
    let body = ''
    for await (const chunk of req.raw) body += chunk
    expect([body, reply.request === req]).toEqual(['not read by the adapter', true])
    return form()
  })
  const app = await createApp(router, { readForm }, { bodyLimit: 5 })
  expect((await app.inject(request())).json()).toEqual({ text: 'content', tags: ['a', 'b'] })
  expect(readForm).toHaveBeenCalledTimes(1)
})

it('reads nothing for a caller whom a guard refuses', async () => {
  const readForm = vi.fn(async () => form())
  const app = await createApp(router, { readForm })
  const { headers, ...rest } = request()
  const anonymous = { 'content-type': headers['content-type'] }
  expect((await app.inject({ ...rest, headers: anonymous })).statusCode).toBe(401)
  expect(readForm).not.toHaveBeenCalled()
})

it('answers with the error of readForm', async () => {
  const app = await createApp(router, {
    readForm: async () => {
      throw new TRPCError({ code: 'PAYLOAD_TOO_LARGE', message: 'too large' })
    },
  })
  const answer = await app.inject(request())
  expect([answer.statusCode, answer.json().message]).toEqual([413, 'too large'])
})

it('takes an empty body for none, and refuses other types', async () => {
  const readForm = vi.fn(async () => form())
  const app = await createApp(router, { readForm })
  expect((await app.inject(request({ 'content-length': '0' }, ''))).statusCode).toBe(422)
  expect((await app.inject(request({ 'content-type': 'application/json' }))).statusCode).toBe(415)
  expect(readForm).not.toHaveBeenCalled()
})
