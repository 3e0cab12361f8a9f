import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { app } from '../example/books.ts'

it('contains the example', async () => {
  const [readme, example] = await Promise.all(
    ['../README.md', '../example/books.ts'].map((path) => readFile(new URL(path, import.meta.url), 'utf8')),
  )
  expect(readme).toContain(`\`\`\`ts\n${example}\`\`\``)
})

it('has an example that runs', async () => {
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
})

it('has an example that answers with 304', async () => {
  const { headers } = await app.inject('/api/books')
  expect(headers.etag).toBe('W/"2"')
  const held = { 'if-none-match': 'W/"2"' }
  expect((await app.inject({ url: '/api/books', headers: held })).statusCode).toBe(304)
  await app.inject({ method: 'POST', url: '/api/books', payload: { title: 'Evelina' } })
  expect((await app.inject({ url: '/api/books', headers: held })).json()).toHaveLength(2)
})

it('has an example that streams changes', async () => {
  expect((await app.inject('/api/changes?lastEventId=9')).json()).toMatchObject({ status: 404 })
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  const headers = { 'last-event-id': '1' }
  const { body } = await fetch(`${url}/api/changes?lastEventId=0`, { headers })
  const reader = body?.pipeThrough(new TextDecoderStream()).getReader()
  let text = ''
  const read = async (end: string) => {
    while (!text.endsWith(end)) text += (await reader?.read())?.value ?? ''
  }
  await read('"Evelina","version":1}\n\n')
  await app.inject({ method: 'PATCH', url: '/api/books/1', payload: { title: 'Camilla' } })
  await read('"Camilla","version":3}\n\n')
  expect(text).toBe(`:
id: 1

id: 2
data: {"id":"1","title":"Persuasion","version":2}

id: 3
data: {"id":"2","title":"Evelina","version":1}

id: 4
data: {"id":"1","title":"Camilla","version":3}

`)
  await app.close()
})
