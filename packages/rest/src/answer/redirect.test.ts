import { expect, it } from 'vitest'
import { z } from 'zod'
import type { RestRoute } from '../meta.ts'
import { openApiDocument } from '../openapi/document.ts'
import { createApp, t } from '../testing/test-app.ts'

async function redirect(output: unknown, meta: Partial<RestRoute>, schema: z.ZodType = z.any()) {
  const errors: string[] = []
  const openapi: RestRoute = { method: 'POST', path: '/go', ...meta }
  const router = t.router({
    go: t.procedure
      .meta({ openapi })
      .output(schema)
      .mutation(() => output),
  })
  const app = await createApp(router, { onError: ({ error }) => errors.push(error.message) })
  const res = await app.inject({ method: 'POST', url: '/api/go' })
  return { res, errors, router }
}

it.each([301, 302, 303, 307, 308])(
  '%d leads to the location, filled from the output',
  async (successStatus) => {
    const { res } = await redirect({ id: 'a b' }, { successStatus, location: '/tasks/{id}' })
    expect([res.statusCode, res.headers.location, res.body]).toEqual([successStatus, '/api/tasks/a%20b', ''])
  },
)

it('leads to the URL that is the output, with the characters escaped that a header cannot hold', async () => {
  const far = await redirect('https://example.com/a?b=1#c', { successStatus: 302 }, z.url())
  expect(far.res.headers.location).toBe('https://example.com/a?b=1#c')
  const odd = await redirect('/é\r\nSet-Cookie: a=b', { successStatus: 303 }, z.string())
  expect([odd.res.statusCode, odd.res.headers.location]).toEqual([303, '/%C3%A9%0D%0ASet-Cookie:%20a=b'])
  expect(odd.res.headers).not.toHaveProperty('set-cookie')
  const url = await redirect(new URL('https://example.com'), { successStatus: 302 })
  expect(url.res.headers.location).toBe('https://example.com/')
})

it('is a 500 that is reported when nothing says where to go', async () => {
  const { res, errors } = await redirect(undefined, { successStatus: 302 }, z.void())
  expect(res.statusCode).toBe(500)
  expect(errors).toEqual(['go is a redirect, and returned no URL'])
})

it('is refused when its output can be no URL', async () => {
  await expect(redirect({}, { successStatus: 302 }, z.object({}))).rejects.toThrow(
    '@tandem/rest: go (POST /go): successStatus: a 302 needs a location, or an output that is its URL.',
  )
  await expect(redirect('', { successStatus: 304 })).rejects.toThrow('must be a 2xx, or a redirect')
})

it('is in the document, with Location and without a body', async () => {
  const { router } = await redirect('/a', { successStatus: 303 }, z.string())
  const responses = openApiDocument(router, { title: 'x', version: '1' }).paths['/go']?.post?.responses
  expect(responses?.[303]).toEqual({
    description: 'See Other',
    headers: {
      Location: { description: 'Where to go.', schema: { type: 'string', format: 'uri-reference' } },
    },
  })
  expect(responses).not.toHaveProperty('200')
})
