import { uuidv7 } from 'uuidv7'
import { beforeAll, expect, inject, test } from 'vitest'
import { z } from 'zod'
import { type TestApp, testApp } from '../testing/app.ts'
import { bearer } from '../testing/caller.ts'
import { allProcedures, type Fields, type Procedure } from '../testing/procedures.ts'
import { credentialsFor, restRequest, send, takesBody, trpcRequest } from '../testing/requests/requests.ts'

/** Values that break careless code. */
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

/** Names of fields anywhere in the API, and names with a meaning in JavaScript. */
const NAMES = [
  ...[
    'id',
    'title',
    'description',
    'status',
    'priority',
    'tags',
    'dueAt',
    'reminder',
    'projectId',
    'ifVersion',
    'version',
  ],
  ...['userId', 'project', 'body', 'color', 'archived', 'taskId'],
  ...['email', 'password', 'name', 'role', 'grant_type', 'username', 'refresh_token', 'scope'],
  ...['tag', 'dueBefore', 'dueAfter', 'overdue', 'q', 'sort', 'limit', 'offset', 'cursor'],
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', '', '$', 'a.b', 'a[b]', 'a[]', '\ud800'],
]

const procedures = (await allProcedures()).filter(({ type }) => type !== 'subscription')

let server: TestApp
beforeAll(async () => {
  server = await testApp()
})

/** Each field of the procedure with each hostile value, then each odd name with one of them. */
function hostileInputs({ def }: Procedure, valid: Fields): Fields[] {
  const inputs = (def.inputs ?? []) as unknown[] as z.ZodType[]
  const names = inputs.flatMap((input) =>
    Object.keys(z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }).properties ?? {}),
  )
  return [
    ...names.flatMap((name) => HOSTILE.map((value) => ({ ...valid, [name]: value }))),
    ...NAMES.map((name, i) => ({ ...valid, [name]: HOSTILE[(i * 7) % HOSTILE.length] })),
  ]
}

const isObject = (value: unknown): value is Fields =>
  value !== null && typeof value === 'object' && !Array.isArray(value)

/** Over REST, an input that is not an object can only be a body. */
function restRequestOf(procedure: Procedure, valid: Fields, input: unknown, userId: string) {
  if (isObject(input)) {
    const names = procedure.params
    const fields = Object.fromEntries(Object.entries(input).filter(([name]) => !names.includes(name)))
    return restRequest(procedure, { userId, ...valid, ...input }, fields)
  }
  const request = restRequest(procedure, { userId, ...valid }, {})
  return takesBody(procedure) ? { ...request, json: input } : request
}

test.each(procedures)('no input makes $path fail', async (procedure) => {
  let caller = await server.signIn(procedure.role)
  const ids = await procedure.sample(caller)
  const valid = procedure.input(ids)
  // Values alternate between the two APIs, and the next procedure starts with the other one.
  const first = procedures.indexOf(procedure)
  const step = inject('oneIn')
  for (const [i, input] of [...hostileInputs(procedure, valid), ...HOSTILE].entries()) {
    if ((i + first) % step) continue
    const request =
      (i + first) % 2 ? trpcRequest(procedure, input) : restRequestOf(procedure, valid, input, caller.id)
    const { status, text } = await send(server.app, request, await credentialsFor(procedure, caller))
    const context = `${procedure.path} ${JSON.stringify(input)?.slice(0, 300)} ${text.slice(0, 300)}`
    expect(status, context).toBeLessThan(500)
    // The call may have ended the session.
    if (status === 401) caller = await server.signIn(procedure.role)
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
  const answer = await server.app.inject({ url: path, headers: bearer(await server.signIn()) })
  expect(answer.statusCode, answer.payload).toBeLessThan(500)
  expect(answer.payload).not.toContain('"private": true')
})
