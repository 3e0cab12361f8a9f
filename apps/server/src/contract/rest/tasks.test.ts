import { beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../testing/app.ts'
import type { Caller } from '../../testing/caller.ts'

let server: TestApp
let ada: Caller

beforeAll(async () => {
  server = await testApp()
  ada = await server.signIn()
})

const create = async (fields: object = {}) =>
  (await ada.rest('POST', ada.tasks, { json: { title: 'x', ...fields } })).body

describe('a task over REST', () => {
  test('lives from POST to DELETE', async () => {
    const made = await ada.rest('POST', ada.tasks, { json: { title: 'Buy milk', priority: 'high' } })
    expect(made.status).toBe(201)
    expect(made.headers).toMatchObject({ etag: '"1"', location: `${ada.tasks}/${made.body.id}` })
    const url = String(made.headers.location)

    const read = await ada.rest('GET', url)
    expect(read).toMatchObject({ status: 200, body: made.body })
    expect(read.headers).toMatchObject({ etag: '"1"', 'cache-control': 'private, no-cache' })

    const patched = await ada.rest('PATCH', url, {
      json: { status: 'in_progress' },
      headers: { 'if-match': '"1"' },
    })
    expect(patched).toMatchObject({
      status: 200,
      body: { status: 'in_progress', priority: 'high', version: 2 },
    })
    expect(patched.headers.etag).toBe('"2"')

    const put = await ada.rest('PUT', url, { json: { title: 'Buy bread' } })
    expect(put).toMatchObject({
      status: 200,
      body: { title: 'Buy bread', status: 'todo', priority: 'none', version: 3 },
    })

    const done = await ada.rest('POST', `${url}/complete`)
    expect(done).toMatchObject({ status: 200, body: { status: 'done', version: 4 } })
    expect(done.headers.etag).toBe('"4"')
    expect((await ada.rest('POST', `${url}/reopen`, { json: {} })).body).toMatchObject({
      status: 'todo',
      completedAt: null,
    })

    const gone = await ada.rest('DELETE', url)
    expect(gone).toMatchObject({ status: 204, text: '' })
    expect((await ada.rest('GET', url)).status).toBe(404)
    expect((await ada.rest('DELETE', url)).status).toBe(404)
  })

  test('HEAD has the headers of GET', async () => {
    const { id } = await create()
    const [head, get] = [
      await ada.rest('HEAD', `${ada.tasks}/${id}`),
      await ada.rest('GET', `${ada.tasks}/${id}`),
    ]
    expect(head).toMatchObject({ status: 200, text: '' })
    for (const name of ['etag', 'content-type', 'content-length'])
      expect(head.headers[name]).toBe(get.headers[name])
  })
})

describe('lists', () => {
  test('filters repeat, coerce and combine', async () => {
    const bob = await server.signIn()
    for (const [title, priority] of [
      ['a', 'low'],
      ['b', 'high'],
      ['c', 'urgent'],
    ]) {
      await bob.rest('POST', bob.tasks, {
        json: { title, priority, tags: [`t-${title}`], dueAt: '2020-01-01T00:00:00Z' },
      })
    }
    const titles = async (query: string) => {
      const { status, body } = await bob.rest('GET', `${bob.tasks}?${query}`)
      expect(status).toBe(200)
      return body.data.map((task: { title: string }) => task.title).join('')
    }
    expect(await titles('sort=title')).toBe('abc')
    expect(await titles('sort=-title&limit=2')).toBe('cb')
    expect(await titles('priority=low&priority=urgent&sort=title')).toBe('ac')
    expect(await titles('tag=t-b')).toBe('b')
    expect(await titles('overdue=true&sort=title')).toBe('abc')
    expect(await titles('overdue=false')).toBe('')
    expect(await titles('dueBefore=2020-01-01T01:00:00%2B01:00')).toBe('')
    expect(await titles('dueAfter=2019-12-31T00:00:00Z&q=B')).toBe('b')
  })

  test('Link leads through all pages, by cursor and by offset', async () => {
    const bob = await server.signIn()
    for (let i = 0; i < 5; i++) await bob.rest('POST', bob.tasks, { json: { title: `${i}` } })
    const walk = async (start: string) => {
      const seen: string[] = []
      let url: string | undefined = start
      for (let page = 0; url && page < 9; page++) {
        const { headers, body }: Awaited<ReturnType<typeof bob.rest>> = await bob.rest('GET', url)
        seen.push(...body.data.map((task: { title: string }) => task.title))
        expect(headers.link).toContain('rel="first"')
        url = /<([^>]*)>; rel="next"/.exec(String(headers.link))?.[1]
      }
      return seen.join('')
    }
    expect(await walk(`${bob.tasks}?sort=title&limit=2`)).toBe('01234')
    expect(await walk(`${bob.tasks}?sort=title&limit=2&offset=1`)).toBe('1234')
  })
})
