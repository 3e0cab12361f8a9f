import { uuidv7 } from 'uuidv7'
import { beforeAll, describe, expect, test } from 'vitest'
import type { z } from 'zod'
import { type Caller, type TestApp, testApp } from '../testing/app.ts'
import {
  besidesPath,
  PROCEDURES,
  type RestProcedure,
  restPath,
  restProcedures,
} from '../testing/procedures.ts'

type Input = Record<string, unknown>

const PASSWORD = 'correct horse battery'
const NOBODY = '01980000-0000-7000-8000-000000000000'

/** Calls of each procedure, good and bad. `TASK` stands for a task of the caller's own, `EMAIL` for a new address,
 * `SELF` and `SESSION` for the caller. */
const CALLS: Record<string, Input[]> = {
  'admin.listUsers': [
    { q: 'no such user' },
    { limit: 0, offset: -1, role: 'root', isActive: 'perhaps', page: 1 },
  ],
  'admin.getUser': [{ userId: 'SELF' }, { userId: NOBODY }, { userId: 'x' }],
  'admin.changeUser': [
    { userId: 'SELF', role: 'admin' },
    { userId: NOBODY, isActive: false },
    { userId: 'SELF', role: 'root', isActive: 'no', name: 'x' },
  ],
  'admin.deleteUser': [{ userId: NOBODY }, { userId: 'x' }],
  'apiKey.list': [{}],
  'apiKey.create': [
    { name: ' k ', scopes: ['tasks:read'], expiresAt: '2100-01-01T00:00:00Z' },
    { name: 'k', scopes: ['tasks:read'], expiresAt: '2020-01-01T00:00:00Z' },
    { name: '', scopes: [], expiresAt: 'tomorrow', role: 'admin' },
    { name: 'k', scopes: ['tasks:read', 'tasks:read'] },
    { name: 'k', scopes: ['tasks:everything'] },
  ],
  'apiKey.revoke': [{ id: NOBODY }, { id: 'x' }],
  'calendar.feed': [{}, { userId: NOBODY }],
  'calendar.createFeed': [{}, { path: '/mine.ics' }],
  'calendar.revokeFeed': [{}, { id: NOBODY }],
  'session.list': [{}],
  'session.revoke': [{ id: 'SESSION' }, { id: NOBODY }, { id: 'x' }],
  'session.revokeAll': [{}, { all: true }],
  'user.changePassword': [
    { currentPassword: 'x', newPassword: 'password1' },
    { newPassword: 'short', force: true },
  ],
  'user.export': [{}],
  'auth.register': [
    { email: 'EMAIL', name: ' Bo ', password: PASSWORD },
    { email: 'nonsense', name: '', password: 'short', role: 'admin' },
    { email: 'EMAIL', name: 'Bo', password: 'password1' },
    {},
  ],
  'auth.token': [
    { grant_type: 'password', username: 'nobody@example.com', password: 'x' },
    { grant_type: 'refresh_token', refresh_token: 'x' },
    { grant_type: 'magic' },
    { grant_type: 'password', extra: 1 },
    {},
  ],
  'auth.logout': [{}, { everywhere: true }],
  'user.me': [{}, { id: NOBODY }],
  'user.update': [{}, { name: ' Bo ' }, { name: '', email: 'x', role: 'admin' }],
  'user.delete': [{ really: true }, {}],
  'task.list': [
    {},
    { limit: 2, offset: 1, sort: 'title,-createdAt' },
    { status: 'todo', overdue: false, q: 'first' },
    { status: ['todo', 'done'], priority: ['low'], dueBefore: '2030-01-01T00:00:00+02:00' },
    { limit: 0, offset: -1, sort: 'x', status: 'x', overdue: 'perhaps', dueAfter: 'now', page: 1 },
    { cursor: 'forged' },
    { cursor: 'x', offset: 1 },
  ],
  'task.get': [{ id: 'TASK' }, { id: NOBODY }, { id: 'x' }, { id: 'TASK', fields: 'title' }],
  'task.create': [
    { title: ' New ' },
    {
      id: NOBODY,
      title: 'New',
      description: 'd',
      status: 'done',
      priority: 'high',
      tags: ['a', 'b'],
      dueAt: '2026-01-01T00:00:00+05:30',
    },
    {
      title: '',
      description: 5,
      status: 'x',
      priority: null,
      tags: ['a', 'a'],
      dueAt: '2026-01-01',
      owner: 'x',
    },
    { title: 'x\0' },
    {},
  ],
  'task.quickAdd': [
    { text: 'Buy milk tomorrow 5pm #home !high', timeZone: 'Europe/Berlin' },
    { text: ' 🦊 #a #1 ', timeZone: 'UTC', dryRun: true, keep: [{ start: 4, end: 6 }] },
    { text: 'tomorrow', timeZone: 'UTC' },
    {
      text: 'x\0',
      timeZone: 'Mars/Olympus',
      dryRun: 'yes',
      keep: [{ start: 2, end: 1, by: 'me' }],
      title: 'x',
    },
    { text: '' },
    {},
  ],
  'task.replace': [
    { id: 'TASK', title: 'New' },
    { id: 'TASK', title: 'New', ifVersion: 7 },
    { id: NOBODY, title: 'x' },
    { id: 'TASK' },
  ],
  'task.update': [
    { id: 'TASK' },
    { id: 'TASK', title: 'New', description: null, tags: [] },
    { id: 'TASK', status: 'done', ifVersion: 1 },
    { id: 'TASK', status: 'done', ifVersion: 2 },
    { id: 'TASK', title: null, version: 2 },
    { id: NOBODY, title: 'x' },
    { id: 'x', title: 5 },
  ],
  'task.bulk': [
    {
      operations: [
        { type: 'create', title: ' New ', tags: ['a'] },
        { type: 'update', id: 'TASK', status: 'done', ifVersion: 1 },
        { type: 'delete', id: 'TASK' },
      ],
    },
    {
      operations: [
        { type: 'create', title: 'New', id: 'TASK' },
        { type: 'update', id: NOBODY },
        { type: 'delete', id: 'TASK', ifVersion: 7 },
      ],
    },
    { operations: [{ type: 'create', title: '', owner: 'x' }, { type: 'purge' }, 5] },
    { operations: [] },
    {},
  ],
  'task.changes': [
    {},
    { since: 1, limit: 1 },
    { since: 99 },
    { since: 2, begunAt: 2 },
    { since: -1, limit: 0, begunAt: 'x', until: 5 },
  ],
  'task.stats': [{}, { timeZone: 'Europe/Berlin' }, { timeZone: 'Mars/Olympus' }, { days: 7 }],
  'task.tags': [{}, { tag: 'a' }],
  'task.listDeleted': [{}, { limit: 1, cursor: '5' }, { limit: 101, cursor: 'x', offset: 1 }],
  'task.restore': [{ id: 'TASK' }, { id: NOBODY }, { id: 'x' }, { id: 'TASK', force: true }],
  'task.complete': [{ id: 'TASK' }, { id: 'TASK', ifVersion: 2 }, { id: NOBODY }, { id: 'TASK', at: 'now' }],
  'task.reopen': [{ id: 'TASK' }, { id: 'TASK', ifVersion: 2 }, { id: NOBODY }],
  'task.delete': [{ id: 'TASK', ifVersion: 2 }, { id: NOBODY }, { id: 'TASK' }],
}

const procedures = restProcedures()
let server: TestApp

beforeAll(async () => {
  server = await testApp()
})

test('every procedure that has a REST route is compared', () => {
  expect(procedures.map(({ path }) => path).sort()).toEqual(Object.keys(CALLS).sort())
})

describe.each(procedures)('$path is the same over REST and tRPC', (procedure) => {
  test.each(CALLS[procedure.path] ?? [])('with %j', async (input) => {
    const outcomes = []
    for (const call of [overRest, overTrpc]) {
      const caller = await server.signIn(procedure.path.startsWith('admin.') ? 'admin' : undefined)
      const first = await caller.trpc.task.create.mutate({ title: 'first', tags: ['a'] })
      await caller.trpc.task.create.mutate({ title: 'second', status: 'done' })
      const email = `${uuidv7()}@example.com`
      const own = { TASK: first.id, EMAIL: email, SELF: caller.id, SESSION: caller.sessionId }
      const text = Object.entries(own).reduce(
        (all, [name, value]) => all.replaceAll(name, value),
        JSON.stringify(input),
      )
      const outcome = await call(procedure, JSON.parse(text), caller)
      // Exactly what is declared: no field is missing, and none is there besides.
      if (outcome.data !== undefined) {
        expect(outputOf(procedure).parse(outcome.data ?? undefined)).toEqual(outcome.data ?? undefined)
      }
      outcomes.push(comparable(outcome, Object.values(own)))
    }
    expect(outcomes[0]).toEqual(outcomes[1])
  })
})

/** What a procedure declares to answer, whether or not it is checked on every call. */
function outputOf({ path }: RestProcedure): z.ZodType {
  const { output } = (PROCEDURES[path]?._def ?? {}) as { output?: z.ZodType | { schema: z.ZodType } }
  if (!output) throw new Error(`${path} declares no output`)
  return 'schema' in output ? output.schema : output
}

interface Outcome {
  data?: unknown
  error?: { status: number; error: unknown; message: string; issues?: { path: unknown[]; message: string }[] }
}

/** The input as its REST route takes it: the path's parameters, `If-Match`, and the query or the body. */
async function overRest(procedure: RestProcedure, input: Input, caller: Caller): Promise<Outcome> {
  const { method } = procedure.route
  const { ifVersion, ...rest } = besidesPath(procedure, input)
  const url = restPath(procedure, caller.id, input)
  const query = new URLSearchParams()
  const takesBody = ['POST', 'PUT', 'PATCH'].includes(method)
  for (const [name, value] of takesBody ? [] : Object.entries(rest)) {
    for (const one of [value].flat()) query.append(name, String(one))
  }
  const answer = await caller.rest(method, query.size ? `${url}?${query}` : url, {
    ...(takesBody && { json: rest }),
    ...(ifVersion !== undefined && { headers: { 'if-match': `"${ifVersion}"` } }),
  })
  if (answer.status < 400) return { data: answer.body }
  const { error, message, issues, error_description } = answer.body
  return {
    error: {
      status: answer.status,
      error: error_description ? 'BAD_REQUEST' : error,
      message: message ?? error_description,
      issues,
    },
  }
}

async function overTrpc(
  { path, type }: RestProcedure,
  input: Input,
  { url, token }: Caller,
): Promise<Outcome> {
  const query = type === 'query' ? `?input=${encodeURIComponent(JSON.stringify(input))}` : ''
  const answer = await fetch(`${url}/trpc/${path}${query}`, {
    method: type === 'query' ? 'GET' : 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
    ...(type === 'mutation' && { body: JSON.stringify(input) }),
  })
  const body = JSON.parse(await answer.text())
  if (answer.ok) return { data: body.result.data }
  const { message, data } = body.error
  return { error: { status: data.httpStatus, error: data.error, message, issues: data.issues } }
}

/**
 * Two callers differ in their ids, their addresses and the time of day. REST also says where an unknown field stood,
 * and tells those first.
 */
function comparable({ data, error }: Outcome, own: string[]): unknown {
  const issues = error?.issues?.toSorted((a, b) => String(a.path).localeCompare(String(b.path)))
  const message = issues ? 'the issues in one line' : error?.message
  const text = own.reduce(
    (all, value) => all.replaceAll(value, 'OWN'),
    JSON.stringify({ data, ...error, message, issues }),
  )
  return JSON.parse(
    text
      .replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, 'TIME')
      .replaceAll(/"[0-9a-f-]{36}"/g, '"ID"')
      .replaceAll(/"tdm_[\w-]+"/g, '"KEY"')
      .replaceAll(/\/calendar\/[\w-]{43}\.ics/g, 'CALENDAR')
      .replaceAll(/Unrecognized (key|body field|query parameter)/g, 'Unrecognized'),
  )
}
