import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { app } from '../example/books.ts'

it('shows the example as it is', async () => {
  const [readme, example] = await Promise.all(
    ['../README.md', '../example/books.ts'].map((path) => readFile(new URL(path, import.meta.url), 'utf8')),
  )
  expect(readme).toContain(`\`\`\`ts\n${example}\`\`\``)
})

it('runs as it says', async () => {
  const created = await app.inject({ method: 'POST', url: '/api/books', payload: { title: 'Emma' } })
  expect([created.statusCode, created.headers.location, created.headers.etag]).toEqual([
    201,
    '/api/books/1',
    '"1"',
  ])
  const patch = {
    method: 'PATCH',
    url: '/api/books/1',
    headers: { 'if-match': '"1"' },
    payload: { title: 'Persuasion' },
  } as const
  expect((await app.inject(patch)).headers.etag).toBe('"2"')
  expect((await app.inject(patch)).statusCode).toBe(412)
  expect((await app.inject('/api/books?id=1&id=2&limit=5')).json()).toHaveLength(1)
  expect((await app.inject('/api/books?page=2')).json().issues).toEqual([
    { path: ['page'], message: 'Unrecognized query parameter: "page"' },
  ])
  expect((await app.inject('/openapi.json')).json().paths).toHaveProperty(['/api/books/{id}', 'patch'])
  await app.close()
})
