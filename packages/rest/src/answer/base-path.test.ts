import { expect, test } from 'vitest'
import { z } from 'zod'
import { createApp, t } from '../testing/test-app.ts'

test('Location and Link begin with the path that a proxy takes off', async () => {
  const router = t.router({
    make: t.procedure
      .meta({
        openapi: {
          method: 'POST',
          path: '/books',
          location: '/books/{id}',
          links: () => ({ next: { page: 2 } }),
        },
      })
      .output(z.object({ id: z.int() }))
      .mutation(() => ({ id: 7 })),
  })
  const app = await createApp(router, { basePath: '/shop' })
  const { headers } = await app.inject({ method: 'POST', url: '/api/books' })
  expect(headers.location).toBe('/shop/api/books/7')
  expect(headers.link).toBe('</shop/api/books?page=2>; rel="next"')
})
