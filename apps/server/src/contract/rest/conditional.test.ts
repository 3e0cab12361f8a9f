import { uuidv7 } from 'uuidv7'
import { beforeAll, describe, expect, test } from 'vitest'
import { serveDuringTest, type TestApp, testApp } from '../../testing/app.ts'
import { bearer, type Caller, rest } from '../../testing/caller.ts'

let server: TestApp
let ada: Caller

beforeAll(async () => {
  server = await testApp()
  ada = await server.signIn()
})

const create = async (fields: object = {}) =>
  (await ada.rest('POST', ada.tasks, { json: { title: 'x', ...fields } })).body

describe('conditional requests', () => {
  test('If-None-Match: 304 while the task is the same', async () => {
    const { id } = await create()
    const url = `${ada.tasks}/${id}`
    for (const tag of ['"1"', 'W/"1"', '"7", "1"', '*']) {
      const answer = await ada.rest('GET', url, { headers: { 'if-none-match': tag } })
      expect(answer).toMatchObject({ status: 304, text: '' })
      expect(answer.headers.etag).toBe('"1"')
    }
    expect((await ada.rest('GET', url, { headers: { 'if-none-match': '"2"' } })).status).toBe(200)
  })

  test('the ETag of a list changes with every change to a task', async () => {
    const bob = await server.signIn()
    const { id } = (await bob.rest('POST', bob.tasks, { json: { title: 'x' } })).body
    const tagOf = async () => String((await bob.rest('GET', bob.tasks)).headers.etag)
    const tags = [await tagOf()]
    expect((await bob.rest('GET', bob.tasks, { headers: { 'if-none-match': tags[0] ?? '' } })).status).toBe(
      304,
    )
    await bob.rest('PATCH', `${bob.tasks}/${id}`, { json: { title: 'y' } })
    tags.push(await tagOf())
    await bob.rest('POST', bob.tasks, { json: { title: 'z' } })
    tags.push(await tagOf())
    await bob.rest('DELETE', `${bob.tasks}/${id}`)
    tags.push(await tagOf())
    expect(new Set(tags).size).toBe(4)
  })

  test('an unchanged list costs one read of the counter, and no read of the list', async () => {
    const bob = await server.signIn()
    await bob.rest('POST', bob.tasks, { json: { title: 'x' } })
    const statements: string[] = []
    const run: typeof server.database.run = (statement, values) => {
      // Where notifications may be late, as on a busy machine, the session is looked up (decision 25).
      if (statement.name !== 'revocations.get') statements.push(statement.name)
      return server.database.run(statement, values)
    }
    const watched = await serveDuringTest({}, { over: { ...server.database, run } })
    const get = (url: string, tag = '') =>
      rest(watched.app, 'GET', url, { headers: { ...bearer(bob), ...(tag && { 'if-none-match': tag }) } })
    for (const query of ['', '?limit=5', '?q=x&sort=-dueAt', '?status=todo&offset=0']) {
      const { headers } = await get(`${bob.tasks}${query}`)
      statements.length = 0
      expect((await get(`${bob.tasks}${query}`, String(headers.etag))).status).toBe(304)
      expect(statements).toEqual(['revisions.get'])
    }
    // A mistake in the query is still reported.
    expect((await get(`${bob.tasks}?limit=0`, '*')).status).toBe(422)
  })

  test('a list of overdue tasks also changes with time, without a new revision', async () => {
    const clocked = await serveDuringTest()
    let now = Date.now()
    Object.assign(clocked.services, { clock: () => new Date(now) })
    const bob = await clocked.signIn()
    const dueAt = new Date(now + 60_000).toISOString()
    await bob.rest('POST', bob.tasks, { json: { title: 'x', dueAt } })
    const list = (tag = '') =>
      bob.rest('GET', `${bob.tasks}?overdue=true`, { headers: tag ? { 'if-none-match': tag } : {} })
    const { headers, body } = await list()
    expect(body.data).toEqual([])
    expect((await list(String(headers.etag))).status).toBe(304)
    now += 120_000
    expect(await list(String(headers.etag))).toMatchObject({ status: 200, body: { data: [{ title: 'x' }] } })
  })

  test.each(['"9"', 'W/"1"', '"one"', '"99999999999999999999"', '"-1"', '"1.0"', '"01"', '""', 'W/"1", "2"'])(
    'If-Match: %s does not match version 1, and nothing is written',
    async (tag) => {
      const { id } = await create()
      const url = `${ada.tasks}/${id}`
      const headers = { 'if-match': tag }
      const answers = [
        await ada.rest('PATCH', url, { json: { title: 'y' }, headers }),
        await ada.rest('PUT', url, { json: { title: 'y' }, headers }),
        await ada.rest('POST', `${url}/complete`, { headers }),
        await ada.rest('POST', `${url}/reopen`, { headers }),
        await ada.rest('DELETE', url, { headers }),
      ]
      for (const answer of answers)
        expect(answer).toMatchObject({ status: 412, body: { error: 'PRECONDITION_FAILED' } })
      expect((await ada.rest('GET', url)).body).toMatchObject({ title: 'x', version: 1 })
    },
  )

  test.each(['"1"', '*', '"7", "1"', 'W/"1", "1"', ' "1" '])(
    'If-Match: %s matches version 1',
    async (tag) => {
      const { id } = await create()
      const answer = await ada.rest('PATCH', `${ada.tasks}/${id}`, {
        json: { title: 'y' },
        headers: { 'if-match': tag },
      })
      expect(answer).toMatchObject({ status: 200, body: { version: 2 } })
    },
  )

  test.each(['1', '"1', 'x', '"1" "2"', ','])('If-Match: %s is malformed: 400', async (tag) => {
    const { id } = await create()
    const answer = await ada.rest('PATCH', `${ada.tasks}/${id}`, {
      json: { title: 'y' },
      headers: { 'if-match': tag },
    })
    expect(answer.status).toBe(400)
  })

  test('a missing task is 404 with any If-Match', async () => {
    const answer = await ada.rest('DELETE', `${ada.tasks}/${uuidv7()}`, { headers: { 'if-match': '"1"' } })
    expect(answer.status).toBe(404)
  })

  test('of concurrent writers with the same If-Match exactly one wins', async () => {
    for (let round = 0; round < 10; round++) {
      const { id } = await create()
      const write = (title: string) =>
        fetch(`${server.url}${ada.tasks}/${id}`, {
          method: 'PATCH',
          headers: {
            authorization: `Bearer ${ada.token}`,
            'content-type': 'application/json',
            'if-match': '"1"',
          },
          body: JSON.stringify({ title }),
        })
      const statuses = (await Promise.all([write('a'), write('b'), write('c')])).map(({ status }) => status)
      expect(statuses.sort()).toEqual([200, 412, 412])
    }
  })

  test('the version cannot be sent in the body, only as If-Match', async () => {
    const { id } = await create()
    const answer = await ada.rest('PATCH', `${ada.tasks}/${id}`, { json: { title: 'y', ifVersion: 1 } })
    expect(answer).toMatchObject({ status: 422, body: { issues: [{ path: ['ifVersion'] }] } })
  })
})
