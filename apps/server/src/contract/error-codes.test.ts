import { ERROR_STATUS } from '@tandem/api'
import { uuidv7 } from 'uuidv7'
import { describe, expect, test } from 'vitest'
import { serveDuringTest, testApp } from '../testing/app.ts'
import { bearer, type Caller, type Method, rest } from '../testing/caller.ts'

interface Asked {
  method: Method
  path: string
  /** Sent as JSON, or as it is if it is a text. */
  body?: unknown
  headers?: Record<string, string>
}

interface Row {
  /** What leads to the error over REST, and over tRPC. */
  ask: (caller: Caller) => [viaRest: Asked, viaTrpc: Asked]
  headers?: Record<string, RegExp>
  issues?: boolean
  /** Makes the server fail, or changes its settings. */
  fails?: unknown
  settings?: Record<string, string>
}

const query = (path: string, input?: object): Asked => ({
  method: 'GET',
  path: `/trpc/${path}${input ? `?input=${encodeURIComponent(JSON.stringify(input))}` : ''}`,
})
const mutation = (path: string, body: unknown, headers = {}): Asked => ({
  method: 'POST',
  path: `/trpc/${path}`,
  body,
  headers,
})
const tooLong = JSON.stringify({ title: 'x'.repeat(1024 * 1024) })
const id = uuidv7()

/** Every code that an answer can have (SPEC 6), and a way to it over both APIs. */
const ROWS: Record<keyof typeof ERROR_STATUS, Row> = {
  BAD_REQUEST: {
    ask: ({ tasks }) => [{ method: 'POST', path: tasks, body: '{' }, mutation('task.create', '{')],
  },
  UNAUTHORIZED: {
    ask: ({ tasks }) => {
      const headers = { authorization: 'Bearer x' }
      return [
        { method: 'GET', path: tasks, headers },
        { ...query('task.list'), headers },
      ]
    },
    headers: { 'www-authenticate': /^Bearer realm=/ },
  },
  FORBIDDEN: { ask: () => [{ method: 'GET', path: '/api/v1/users' }, query('admin.listUsers')] },
  NOT_FOUND: { ask: ({ tasks }) => [{ method: 'GET', path: `${tasks}/${id}` }, query('task.get', { id })] },
  METHOD_NOT_ALLOWED: {
    ask: ({ tasks }) => [
      { method: 'DELETE', path: tasks },
      { method: 'DELETE', path: '/trpc/task.list', body: {} },
    ],
    headers: { allow: /GET/ },
  },
  CONFLICT: {
    ask: ({ tasks }) => [
      { method: 'POST', path: tasks, body: { id: TAKEN, title: 'x' } },
      mutation('task.create', { id: TAKEN, title: 'x' }),
    ],
  },
  RESYNC_REQUIRED: {
    ask: ({ tasks }) => [
      { method: 'GET', path: `${tasks}/changes?since=9999` },
      query('task.changes', { since: 9999 }),
    ],
  },
  PRECONDITION_FAILED: {
    ask: ({ tasks }) => [
      { method: 'PATCH', path: `${tasks}/${TAKEN}`, body: { title: 'y' }, headers: { 'if-match': '"9"' } },
      mutation('task.update', { id: TAKEN, title: 'y', ifVersion: 9 }),
    ],
  },
  PAYLOAD_TOO_LARGE: {
    ask: ({ tasks }) => [{ method: 'POST', path: tasks, body: tooLong }, mutation('task.create', tooLong)],
  },
  UNSUPPORTED_MEDIA_TYPE: {
    ask: ({ tasks }) => {
      const headers = { 'content-type': 'text/xml' }
      return [
        { method: 'POST', path: tasks, body: '<x/>', headers },
        mutation('task.create', '<x/>', headers),
      ]
    },
  },
  VALIDATION_ERROR: {
    ask: ({ tasks }) => [
      { method: 'POST', path: tasks, body: { title: '' } },
      mutation('task.create', { title: '' }),
    ],
    issues: true,
  },
  RATE_LIMITED: {
    ask: ({ tasks }) => [{ method: 'GET', path: tasks }, query('task.list')],
    headers: { 'retry-after': /^[1-9]\d*$/, ratelimit: /"calls";r=0/, 'ratelimit-policy': /"calls";q=1/ },
    settings: { RATE_LIMIT_MAX: '1' },
  },
  INTERNAL_SERVER_ERROR: {
    ask: ({ tasks }) => [{ method: 'GET', path: `${tasks}/${id}` }, query('task.get', { id })],
    fails: new Error('a secret of the server'),
  },
  SERVICE_UNAVAILABLE: {
    ask: ({ tasks }) => [{ method: 'GET', path: `${tasks}/${id}` }, query('task.get', { id })],
    headers: { 'retry-after': /^[1-9]\d*$/ },
    fails: Object.assign(new Error('terminating connection'), { code: '57P01' }),
  },
}

/** The id of a task that is there. */
const TAKEN = uuidv7()

describe('every error code has its status, body and headers over both APIs', () => {
  test.each(Object.entries(ROWS))('%s', async (code, { ask, headers = {}, issues, fails, settings }) => {
    const status = ERROR_STATUS[code as keyof typeof ERROR_STATUS]
    const server = fails || settings ? await serveDuringTest(settings) : await testApp()
    const ada = await server.signIn()
    if (settings) await ada.rest('GET', ada.tasks)
    else await ada.rest('POST', ada.tasks, { json: { id: TAKEN, title: 'x' } })
    if (fails) server.services.run = () => Promise.reject(fails)
    const send = ({ method, path, body, headers }: Asked) =>
      rest(server.app, method, path, {
        headers: {
          ...bearer(ada),
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      })
    const [viaRest, viaTrpc] = await Promise.all(ask(ada).map(send))

    for (const answer of [viaRest, viaTrpc]) {
      expect(answer?.status).toBe(status)
      expect(answer?.headers).toMatchObject({
        'x-request-id': expect.stringMatching(/^[\w.-]{1,64}$/),
        'x-content-type-options': 'nosniff',
        'content-security-policy': expect.stringContaining("default-src 'self'"),
      })
      for (const [name, value] of Object.entries(headers)) expect(answer?.headers[name]).toMatch(value)
    }
    expect(viaRest?.headers['content-type']).toMatch(/^application\/problem\+json/)
    expect(viaRest?.body).toEqual({
      type: 'about:blank',
      title: expect.any(String),
      status,
      error: code,
      message: expect.any(String),
      requestId: viaRest?.headers['x-request-id'],
      ...(issues && { issues: expect.arrayContaining([{ path: ['title'], message: expect.any(String) }]) }),
    })
    expect(viaTrpc?.body.error).toMatchObject({
      message: expect.any(String),
      data: { error: code, httpStatus: status, requestId: viaTrpc?.headers['x-request-id'] },
    })
    expect(viaTrpc?.body.error.data.issues).toEqual(issues ? viaRest?.body.issues : undefined)
    expect(`${viaRest?.text}${viaTrpc?.text}`).not.toContain('secret')
  })
})
