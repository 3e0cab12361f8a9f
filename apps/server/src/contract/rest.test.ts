import { randomUUID as uuidv4 } from 'node:crypto'
import { uuidv7 } from 'uuidv7'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { buildApp } from '../app.ts'
import { parseEnv } from '../env.ts'
import { type Caller, rest, type TestApp, testApp } from '../testing/app.ts'

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

  test('HEAD is GET without a body', async () => {
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

  test('the tag of a list changes whenever the answer would', async () => {
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

  test('a list that has not changed costs a look at its revision, and never the list', async () => {
    const bob = await server.signIn()
    await bob.rest('POST', bob.tasks, { json: { title: 'x' } })
    const asked: string[] = []
    const run: typeof server.services.run = (statement, values) => {
      asked.push(statement.name)
      return server.services.run(statement, values)
    }
    const watched = await buildApp({
      env: parseEnv({ LOG_LEVEL: 'silent', RATE_LIMIT_MAX: '0' }),
      database: server.database,
      services: {
        ...server.services,
        run,
        taskFeed: { ...server.services.taskFeed, stop: async () => {} },
      },
    })
    onTestFinished(() => watched.close())
    const get = (url: string, tag = '') =>
      watched.inject({
        url,
        headers: { authorization: `Bearer ${bob.token}`, ...(tag && { 'if-none-match': tag }) },
      })
    for (const query of ['', '?limit=5', '?q=x&sort=-dueAt', '?status=todo&offset=0']) {
      const { headers } = await get(`${bob.tasks}${query}`)
      asked.length = 0
      expect((await get(`${bob.tasks}${query}`, String(headers.etag))).statusCode).toBe(304)
      expect(asked).toEqual(['revisions.get'])
    }
    // Not even a mistake in the query goes unseen for it.
    expect((await get(`${bob.tasks}?limit=0`, '*')).statusCode).toBe(422)
  })

  test('what is overdue depends on the time too, and so is not told by the revision', async () => {
    const bob = await server.signIn()
    const dueAt = new Date(Date.now() + 300).toISOString()
    await bob.rest('POST', bob.tasks, { json: { title: 'x', dueAt } })
    const list = (tag = '') =>
      bob.rest('GET', `${bob.tasks}?overdue=true`, { headers: tag ? { 'if-none-match': tag } : {} })
    const { headers } = await list()
    await expect.poll(async () => (await list(String(headers.etag))).status).toBe(200)
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

  test.each(['1', '"1', 'x', '"1" "2"', ','])('If-Match: %s is no list of entity tags', async (tag) => {
    const { id } = await create()
    const answer = await ada.rest('PATCH', `${ada.tasks}/${id}`, {
      json: { title: 'y' },
      headers: { 'if-match': tag },
    })
    expect(answer.status).toBe(400)
  })

  test('a missing task is 404 whatever If-Match says', async () => {
    const answer = await ada.rest('DELETE', `${ada.tasks}/${uuidv7()}`, { headers: { 'if-match': '"1"' } })
    expect(answer.status).toBe(404)
  })

  test('of two writers with the same If-Match exactly one wins', async () => {
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

  test('the version is no field of a body: it comes from If-Match alone', async () => {
    const { id } = await create()
    const answer = await ada.rest('PATCH', `${ada.tasks}/${id}`, { json: { title: 'y', ifVersion: 1 } })
    expect(answer).toMatchObject({ status: 422, body: { issues: [{ path: ['ifVersion'] }] } })
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

  test('Link leads through all pages, by cursor or by offset', async () => {
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

describe('bad input', () => {
  const json = { 'content-type': 'application/json' }
  test.each([
    ['malformed JSON', { body: '{"title":', headers: json }, 400, 'BAD_REQUEST'],
    ['no JSON at all', { body: 'title', headers: json }, 400, 'BAD_REQUEST'],
    ['invalid UTF-8', { body: Buffer.from([0x22, 0xff, 0x22]), headers: json }, 400, 'BAD_REQUEST'],
    ['a prototype key', { body: '{"__proto__":{"title":"x"}}', headers: json }, 400, 'BAD_REQUEST'],
    [
      'another content type',
      { body: '<title/>', headers: { 'content-type': 'text/xml' } },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    [
      'a form',
      { body: 'title=x', headers: { 'content-type': 'application/x-www-form-urlencoded' } },
      415,
      'UNSUPPORTED_MEDIA_TYPE',
    ],
    [
      'a body over 1 MiB',
      { body: JSON.stringify({ title: 'x'.repeat(1024 * 1024) }), headers: json },
      413,
      'PAYLOAD_TOO_LARGE',
    ],
    ['an array', { json: [] }, 422, 'VALIDATION_ERROR'],
    ['null', { json: null }, 422, 'VALIDATION_ERROR'],
    ['nothing', { json: {} }, 422, 'VALIDATION_ERROR'],
  ])('%s', async (_, options, status, error) => {
    const answer = await ada.rest('POST', ada.tasks, options as never)
    expect(answer).toMatchObject({
      status,
      body: { error, status, requestId: answer.headers['x-request-id'] },
    })
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
  })

  test('every mistake is told at once, by name', async () => {
    const { body } = await ada.rest('POST', `${ada.tasks}?dryRun=1`, {
      json: { title: 5, colour: 'red', shape: 'round' },
    })
    expect(body.issues.map((issue: { path: unknown[] }) => issue.path).sort()).toEqual([
      ['colour'],
      ['dryRun'],
      ['shape'],
      ['title'],
    ])
  })

  test.each([
    'limit=abc',
    'limit=',
    'limit=0x10',
    'limit=5&limit=6',
    'offset=-1',
    'status=doing',
    'overdue=maybe',
    'dueBefore=today',
    'colour=red',
    '__proto__=x',
    'constructor=x',
    'q=%00',
    'cursor=',
    'sort=title&sort=status',
  ])('the query %s is 422, naming it', async (query) => {
    const { status, body } = await ada.rest('GET', `${ada.tasks}?${query}`)
    expect(status).toBe(422)
    expect(body.issues[0].path[0]).toBe(query.split('=')[0])
  })

  test.each(['1', 'not-a-uuid', `${uuidv7()}0`, '%00', 'a b'])('the id %j is 422', async (id) => {
    const answer = await ada.rest('GET', `${ada.tasks}/${encodeURIComponent(id)}`)
    expect(answer).toMatchObject({ status: 422, body: { issues: [{ path: ['id'] }] } })
  })

  test('a well-formed id of any version that names nothing is 404', async () => {
    for (const id of [
      uuidv4(),
      uuidv7(),
      '11111111-1111-1111-1111-111111111111',
      '00000000-0000-0000-0000-000000000000',
    ]) {
      expect((await ada.rest('GET', `${ada.tasks}/${id}`)).status).toBe(404)
    }
  })

  test('a body key may not repeat what the path says', async () => {
    const { id } = await create()
    const answer = await ada.rest('PATCH', `${ada.tasks}/${id}`, { json: { id, title: 'y' } })
    expect(answer).toMatchObject({ status: 422, body: { issues: [{ path: ['id'] }] } })
  })

  test('a broken percent-escape in a path is 400', async () => {
    const answer = await ada.rest('GET', `${ada.tasks}/%E0%A4%A`)
    expect(answer).toMatchObject({ status: 400, body: { error: 'BAD_REQUEST' } })
  })

  test('without a token the answer is 401, whatever else is wrong', async () => {
    const answer = await rest(server.app, 'POST', `${ada.tasks}?x=1`, { json: { title: 5 } })
    expect(answer).toMatchObject({ status: 401, body: { error: 'UNAUTHORIZED' } })
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer realm="tandem"/)
  })
})

describe('methods', () => {
  test('405 names what the path allows', async () => {
    for (const [path, allow] of [
      [ada.tasks, 'GET, HEAD, POST, OPTIONS'],
      [`${ada.tasks}/${uuidv7()}`, 'GET, HEAD, PUT, PATCH, DELETE, OPTIONS'],
      ['/api/v1/auth/token', 'POST, OPTIONS'],
    ] as const) {
      const method = allow.includes('PUT') ? 'POST' : 'PUT'
      const answer = await ada.rest(method, path, { json: {} })
      expect(answer).toMatchObject({ status: 405, body: { error: 'METHOD_NOT_ALLOWED' } })
      expect(String(answer.headers.allow).split(', ').sort()).toEqual(allow.split(', ').sort())
    }
  })

  test('a path that is not there is 404', async () => {
    for (const path of ['/api/v1/nothing', `${ada.tasks}/${uuidv7()}/nothing`, '/nothing', '/api/v2']) {
      expect(await ada.rest('GET', path)).toMatchObject({
        status: 404,
        body: { error: 'NOT_FOUND', requestId: expect.any(String) },
      })
    }
  })
})

describe('accounts over REST', () => {
  const form = { 'content-type': 'application/x-www-form-urlencoded' }
  const signUp = async () => {
    const email = `${uuidv7()}@example.com`
    const made = await rest(server.app, 'POST', '/api/v1/auth/register', {
      json: { email, name: 'Bo', password: 'correct horse battery' },
    })
    return { email, made }
  }
  const token = (fields: Record<string, string>) =>
    rest(server.app, 'POST', '/api/v1/auth/token', {
      headers: form,
      body: new URLSearchParams(fields).toString(),
    })

  test('register, sign in, refresh, log out', async () => {
    const { email, made } = await signUp()
    expect(made).toMatchObject({ status: 201, body: { email, role: 'user', isActive: true } })
    expect(made.headers.location).toBe('/api/v1/users/me')

    const signedIn = await token({
      grant_type: 'password',
      username: email,
      password: 'correct horse battery',
    })
    expect(signedIn).toMatchObject({ status: 200, body: { token_type: 'Bearer', expires_in: 900 } })
    expect(signedIn.headers['cache-control']).toBe('no-store')
    const headers = { authorization: `Bearer ${signedIn.body.access_token}` }
    expect((await rest(server.app, 'GET', '/api/v1/users/me', { headers })).body).toEqual(made.body)

    const refreshed = await token({ grant_type: 'refresh_token', refresh_token: signedIn.body.refresh_token })
    expect(refreshed.status).toBe(200)
    expect((await rest(server.app, 'POST', '/api/v1/auth/logout', { headers })).status).toBe(204)
    const after = await token({ grant_type: 'refresh_token', refresh_token: refreshed.body.refresh_token })
    expect(after).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant', error_description: expect.any(String) },
    })
    expect(after.headers['content-type']).toMatch(/^application\/json/)
  })

  test('the token endpoint refuses in the terms of RFC 6749', async () => {
    expect((await token({})).body.error).toBe('invalid_request')
    expect((await token({ grant_type: 'password', username: 'x' })).body.error).toBe('invalid_request')
    const malformed = await rest(server.app, 'POST', '/api/v1/auth/token', {
      headers: { 'content-type': 'application/json' },
      body: '{',
    })
    expect(malformed).toMatchObject({ status: 400, body: { error: 'invalid_request' } })
    expect((await token({ grant_type: 'magic' })).body.error).toBe('unsupported_grant_type')
    expect(
      (await token({ grant_type: 'password', username: 'x', password: 'y', extra: 'z' })).body.error,
    ).toBe('invalid_request')
    expect(
      (await token({ grant_type: 'password', username: 'nobody@example.com', password: 'y' })).body.error,
    ).toBe('invalid_grant')
  })

  test('an address in use is 409, a weak password 422', async () => {
    const { email } = await signUp()
    const again = { email: email.toUpperCase(), name: 'Bo', password: 'correct horse battery' }
    expect((await rest(server.app, 'POST', '/api/v1/auth/register', { json: again })).status).toBe(409)
    const weak = { email: `x${email}`, name: 'Bo', password: 'password1' }
    const answer = await rest(server.app, 'POST', '/api/v1/auth/register', { json: weak })
    expect(answer).toMatchObject({ status: 422, body: { issues: [{ path: ['password'] }] } })
  })

  test('users/me can be read, changed and deleted', async () => {
    const bo = await server.signIn()
    expect((await bo.rest('PATCH', '/api/v1/users/me', { json: { name: 'Bo' } })).body.name).toBe('Bo')
    expect((await bo.rest('DELETE', '/api/v1/users/me')).status).toBe(204)
    expect((await bo.rest('GET', '/api/v1/users/me')).status).toBe(401)
    expect((await bo.rest('POST', bo.tasks, { json: { title: 'x' } })).status).toBe(401)
  })
})
