import { uuidv7 } from 'uuidv7'
import { beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { type Caller, type TestApp, testApp } from '../testing/app.ts'
import {
  besidesPath,
  PROCEDURES,
  type RestProcedure,
  restPath,
  restProcedures,
} from '../testing/procedures.ts'

/** What nobody means to send. */
const HOSTILE: unknown[] = [
  null,
  '',
  ' ',
  '\0',
  'a\0b',
  '\ud800',
  '\udfff\ud800',
  '\u2028\u202e\ufeff',
  "'; DROP TABLE tasks; --",
  '%',
  '_%\\',
  '\\',
  '{}',
  '{"a":1}',
  '$\u007bjndi:ldap://127.0.0.1}',
  '../../etc/passwd',
  'x'.repeat(300),
  'x'.repeat(20_000),
  '🦊'.repeat(300),
  '-0',
  '1e999',
  '99999999999999999999',
  'NaN',
  'true',
  'null',
  'undefined',
  '0000-01-01T00:00:00Z',
  '0001-01-01T00:00:00+14:00',
  '9999-12-31T23:59:59.999-14:00',
  '2026-02-30T00:00:00Z',
  '2026-01-01T00:00:60Z',
  '+275760-09-13T00:00:00.001Z',
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  uuidv7().toUpperCase(),
  'eyJpIjoxfQ',
  Buffer.from('[]').toString('base64url'),
  0,
  -1,
  0.1,
  2 ** 31,
  2 ** 53,
  1e308,
  true,
  [],
  [null],
  [[]],
  ['a', 'a'],
  Array(1000).fill('x'),
  {},
  { $gt: '' },
  { contains: '' },
  { toString: 1 },
  JSON.parse('{"__proto__":{"role":"admin"}}'),
  { constructor: { prototype: { x: 1 } } },
  { length: 1e9 },
]

/** Every name that means something anywhere, and some that mean something to the language. */
const NAMES = [
  ...['id', 'title', 'description', 'status', 'priority', 'tags', 'dueAt', 'ifVersion', 'version', 'userId'],
  ...['email', 'password', 'name', 'role', 'grant_type', 'username', 'refresh_token', 'scope'],
  ...['tag', 'dueBefore', 'dueAfter', 'overdue', 'q', 'sort', 'limit', 'offset', 'cursor'],
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', '', '$', 'a.b', 'a[b]', 'a[]', '\ud800'],
]

let server: TestApp
let ada: Caller
let admin: Caller
let task: string

beforeAll(async () => {
  server = await testApp()
  ada = await server.signIn()
  admin = await server.signIn('admin')
  task = (await ada.trpc.task.create.mutate({ title: 'x' })).id
})

const NOBODY = '01980000-0000-7000-8000-000000000000'

/** A call that would do, but for what is put into it. */
const VALID: Record<string, Record<string, unknown>> = {
  'auth.register': { email: 'fuzz@example.com', name: 'x', password: 'correct horse battery' },
  'auth.token': { grant_type: 'password', username: 'x', password: 'x' },
  'admin.getUser': { userId: NOBODY },
  'admin.changeUser': { userId: NOBODY },
  'admin.deleteUser': { userId: NOBODY },
  'apiKey.create': { name: 'x', scopes: ['tasks:read'] },
  'user.changePassword': { currentPassword: 'x', newPassword: 'password1' },
  'task.create': { title: 'x' },
  'task.quickAdd': { text: 'x tomorrow', timeZone: 'Europe/Berlin' },
  'task.replace': { title: 'x' },
  'task.bulk': { operations: [{ type: 'create', title: 'x' }] },
}

/** Every field of a procedure's own with every hostile value, then every odd name with some of them. */
function hostileInputs({ path, route }: RestProcedure): Record<string, unknown>[] {
  const inputs = (PROCEDURES[path]?._def.inputs ?? []) as unknown[] as z.ZodType[]
  const own = inputs.flatMap((input) =>
    Object.keys(z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }).properties ?? {}),
  )
  const valid = { ...VALID[path], ...(route.path.includes('{id}') && { id: task }) }
  return [
    ...own.flatMap((name) => HOSTILE.map((value) => ({ ...valid, [name]: value }))),
    ...NAMES.map((name, i) => ({ ...valid, [name]: HOSTILE[(i * 7) % HOSTILE.length] })),
  ]
}

const asText = (value: unknown) =>
  (typeof value === 'string' ? value : (JSON.stringify(value) ?? '')).slice(0, 2000).toWellFormed()

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

function overRest(procedure: RestProcedure, input: unknown) {
  const { method } = procedure.route
  if (!isObject(input)) {
    const url = restPath(procedure, ada.id, { id: task })
    const takesBody = ['POST', 'PUT', 'PATCH'].includes(method)
    return callerOf(procedure).rest(method, url, takesBody ? { json: input } : {})
  }
  const { ifVersion, ...rest } = besidesPath(procedure, input)
  const url = restPath(procedure, ada.id, input)
  const query = new URLSearchParams(
    Object.entries(rest).map(([name, value]): [string, string] => [name.toWellFormed(), asText(value)]),
  )
  const takesBody = ['POST', 'PUT', 'PATCH'].includes(method)
  // What cannot stand in a header never reaches a server.
  const headers = { 'if-match': `"${asText(ifVersion).replaceAll(/[^\x20-\x7e]/g, '')}"` }
  return callerOf(procedure).rest(method, takesBody ? url : `${url}?${query}`, {
    ...(takesBody && { json: rest }),
    ...(ifVersion !== undefined && { headers }),
  })
}

const callerOf = ({ path }: RestProcedure) => (path.startsWith('admin.') ? admin : ada)

async function overTrpc(procedure: RestProcedure, input: unknown) {
  const { path, type } = procedure
  const raw = JSON.stringify(input)
  const { statusCode: status, payload: text } = await server.app.inject({
    method: type === 'query' ? 'GET' : 'POST',
    url: `/trpc/${path}${type === 'query' ? `?input=${encodeURIComponent(raw)}` : ''}`,
    headers: { authorization: `Bearer ${callerOf(procedure).token}`, 'content-type': 'application/json' },
    ...(type === 'mutation' && { payload: raw }),
  })
  return { status, text }
}

test.each(restProcedures())('no input makes $path fail', { timeout: 60_000 }, async (procedure) => {
  // A valid call of these would end the test.
  if (['user.delete', 'session.revokeAll', 'auth.logout'].includes(procedure.path)) return
  // Each value goes one of the two ways, and with the next procedure the other.
  const first = restProcedures().indexOf(procedure)
  for (const [i, input] of [...hostileInputs(procedure), ...HOSTILE].entries()) {
    const send = (i + first) % 2 ? overTrpc : overRest
    const { status, text } = await send(procedure, input)
    const told = `${procedure.path} ${JSON.stringify(input)?.slice(0, 300)} ${text.slice(0, 300)}`
    expect(status, told).toBeLessThan(500)
  }
  expect(({} as { role?: string }).role).toBeUndefined()
})

test.each([
  ['/trpc/task.list?input=%7B'],
  ['/trpc/task.list?input=%ff'],
  ['/trpc/task.list?batch=1&input=[]'],
  ['/trpc/task.list?batch=1&input={"0":null,"1":1}'],
  ['/trpc/task.list?batch=1&input={"__proto__":{}}'],
  ['/trpc/'],
  ['/trpc'],
  ['/trpc/,'],
  ['/trpc/__proto__'],
  ['/trpc/constructor.prototype'],
  ['/trpc/task'],
  ['/trpc/task.list.then'],
  ['/trpc/%00'],
  ['/docs/../../package.json'],
  ['/..%2f..%2fpackage.json'],
  ['/%2e%2e/%2e%2e/etc/passwd'],
  ['//'],
  ['/health/ready/'],
  [`/${'a/'.repeat(2000)}`],
  ['/api/v1/'],
  ['/api/v1/users/%2e%2e'],
  ['/session'],
  ['/session/refresh/%2e%2e'],
  ['/calendar/'],
  ['/calendar/..%2fpackage.json'],
  ['/calendar/%00.ics'],
  [`/calendar/${'x'.repeat(4000)}.ics`],
])('no path makes the server fail: %s', async (path) => {
  const answer = await server.app.inject({ url: path, headers: { authorization: `Bearer ${ada.token}` } })
  expect(answer.statusCode, answer.payload).toBeLessThan(500)
  expect(answer.payload).not.toContain('"private": true')
})
