import { v7 as uuidv7 } from 'uuid'
import { beforeAll, expect, test } from 'vitest'
import { type Caller, type TestApp, testApp } from './test-app.ts'
import { restProcedures } from './test-procedures.ts'

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
let task: string

beforeAll(async () => {
  server = await testApp()
  ada = await server.signIn()
  task = (await ada.trpc.task.create.mutate({ title: 'x' })).id
})

/** Repeatable: the same requests on every run. */
function generator(seed: number) {
  let state = seed
  const next = () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0
    return state / 2 ** 32
  }
  const pick = <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)] as T
  const fields = () =>
    Object.fromEntries(Array.from({ length: 1 + Math.floor(next() * 3) }, () => [pick(NAMES), pick(HOSTILE)]))
  return { next, pick, fields }
}

const VALID = {
  title: 'x',
  id: undefined,
  email: 'a@example.com',
  name: 'x',
  password: 'correct horse battery',
  grant_type: 'password',
  username: 'x',
}

test.each(restProcedures())(
  'no input makes $path fail',
  { timeout: 60_000 },
  async ({ path, route, type }) => {
    if (path === 'user.delete') return // its only valid call would end the test
    const { next, pick, fields } = generator(path.length * 7919)
    for (let i = 0; i < 120; i++) {
      // Half of the inputs are valid but for what is put into them.
      const input = next() < 0.5 ? fields() : { ...VALID, ...fields() }
      const target = pick([
        task,
        task,
        ada.id,
        '%00',
        '%ff',
        'x',
        encodeURIComponent((JSON.stringify(pick(HOSTILE)) ?? '').slice(0, 500).toWellFormed()),
      ])
      const url = `/api/v1${route.path.replace('{userId}', ada.id).replace('{id}', target)}`
      const query = new URLSearchParams()
      for (const [name, value] of Object.entries(next() < 0.5 ? input : fields())) {
        query.append(
          name.toWellFormed(),
          (typeof value === 'string' ? value : JSON.stringify(value ?? null)).slice(0, 2000).toWellFormed(),
        )
      }
      const takesBody = ['POST', 'PUT', 'PATCH'].includes(route.method)
      const answer = await ada.rest(route.method, takesBody && next() < 0.8 ? url : `${url}?${query}`, {
        headers: {
          'if-match': pick(['"1"', '*', '"', 'W/"1"', '"99999999999"', '"\u00ff"']),
          'if-none-match': pick(['*', '"', 'x']),
        },
        ...(takesBody && { json: pick([input, input, input, pick(HOSTILE)]) }),
      })
      expect(
        answer.status,
        `${route.method} ${url}?${query} ${JSON.stringify(input)} ${answer.text}`,
      ).toBeLessThan(500)

      const raw = JSON.stringify(pick([input, { id: task, ...input }, pick(HOSTILE)])) ?? ''
      const over = await server.app.inject({
        method: type === 'query' ? 'GET' : 'POST',
        url: `/trpc/${path}${type === 'query' ? `?input=${encodeURIComponent(raw)}` : ''}`,
        headers: { authorization: `Bearer ${ada.token}`, 'content-type': 'application/json' },
        ...(type === 'mutation' && { payload: raw }),
      })
      expect(over.statusCode, `${path} ${raw} ${over.payload}`).toBeLessThan(500)
    }
    expect(({} as { role?: string }).role).toBeUndefined()
  },
)

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
])('no path makes the server fail: %s', async (path) => {
  const answer = await server.app.inject({ url: path, headers: { authorization: `Bearer ${ada.token}` } })
  expect(answer.statusCode, answer.payload).toBeLessThan(500)
  expect(answer.payload).not.toContain('"private": true')
})
