import { randomUUID as uuidv4 } from 'node:crypto'
import { uuidv7 } from 'uuidv7'
import { beforeAll, describe, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../testing/app.ts'
import { type Caller, rest } from '../../testing/caller.ts'

let server: TestApp
let ada: Caller

beforeAll(async () => {
  server = await testApp()
  ada = await server.signIn()
})

const create = async (fields: object = {}) =>
  (await ada.rest('POST', ada.tasks, { json: { title: 'x', ...fields } })).body

describe('bad input', () => {
  const json = { 'content-type': 'application/json' }
  test.each([
    ['malformed JSON', { body: '{"title":', headers: json }, 400, 'BAD_REQUEST'],
    ['text that is not JSON', { body: 'title', headers: json }, 400, 'BAD_REQUEST'],
    ['invalid UTF-8', { body: Buffer.from([0x22, 0xff, 0x22]), headers: json }, 400, 'BAD_REQUEST'],
    ['a prototype key', { body: '{"__proto__":{"title":"x"}}', headers: json }, 422, 'VALIDATION_ERROR'],
    ['a null constructor', { body: '{"constructor":null}', headers: json }, 422, 'VALIDATION_ERROR'],
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
    ['an empty object', { json: {} }, 422, 'VALIDATION_ERROR'],
  ])('%s', async (_, options, status, error) => {
    const answer = await ada.rest('POST', ada.tasks, options as never)
    expect(answer).toMatchObject({
      status,
      body: { error, status, requestId: answer.headers['x-request-id'] },
    })
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/)
  })

  test('all mistakes are reported at once, by name', async () => {
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
  ])('the query %s is 422, naming the parameter', async (query) => {
    const { status, body } = await ada.rest('GET', `${ada.tasks}?${query}`)
    expect(status).toBe(422)
    expect(body.issues[0].path[0]).toBe(query.split('=')[0])
  })

  test.each(['1', 'not-a-uuid', `${uuidv7()}0`, '%00', 'a b'])('the id %j is 422', async (id) => {
    const answer = await ada.rest('GET', `${ada.tasks}/${encodeURIComponent(id)}`)
    expect(answer).toMatchObject({ status: 422, body: { issues: [{ path: ['id'] }] } })
  })

  test('a UUID of any version that names no task is 404', async () => {
    for (const id of [
      uuidv4(),
      uuidv7(),
      '11111111-1111-1111-1111-111111111111',
      '00000000-0000-0000-0000-000000000000',
    ]) {
      expect((await ada.rest('GET', `${ada.tasks}/${id}`)).status).toBe(404)
    }
  })

  test('a path parameter is refused in the body', async () => {
    const { id } = await create()
    const answer = await ada.rest('PATCH', `${ada.tasks}/${id}`, { json: { id, title: 'y' } })
    expect(answer).toMatchObject({ status: 422, body: { issues: [{ path: ['id'] }] } })
  })

  test('a broken percent-escape in a path is 400', async () => {
    const answer = await ada.rest('GET', `${ada.tasks}/%E0%A4%A`)
    expect(answer).toMatchObject({ status: 400, body: { error: 'BAD_REQUEST' } })
  })

  test('without a token it is 401, even if the input is invalid', async () => {
    const answer = await rest(server.app, 'POST', `${ada.tasks}?x=1`, { json: { title: 5 } })
    expect(answer).toMatchObject({ status: 401, body: { error: 'UNAUTHORIZED' } })
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer realm="tandem"/)
  })
})

describe('methods', () => {
  test('405 names the methods that the path allows', async () => {
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

  test('an unknown path is 404', async () => {
    for (const path of ['/api/v1/nothing', `${ada.tasks}/${uuidv7()}/nothing`, '/nothing', '/api/v2']) {
      expect(await ada.rest('GET', path)).toMatchObject({
        status: 404,
        body: { error: 'NOT_FOUND', requestId: expect.any(String) },
      })
    }
  })
})
