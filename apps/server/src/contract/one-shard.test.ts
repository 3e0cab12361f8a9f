import { createTestDb } from '@tandem/db/testing'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { serve, type TestApp } from '../testing/app.ts'
import type { Caller } from '../testing/caller.ts'
import { obstaclesToOneShard } from '../testing/one-shard.ts'
import { allProcedures, type Procedure } from '../testing/procedures.ts'
import { credentialsFor, send, trpcRequest } from '../testing/requests/requests.ts'

/** Proves for every procedure about rows of their own that a user's call needs one shard of a database that is sharded by user. */
const procedures = await allProcedures()
const owned = procedures.filter(
  ({ class: accessClass, type }) => accessClass === 'owner' && type !== 'subscription',
)

let server: TestApp
let ada: Caller
/** What calls no database. */
const WITHOUT_STATEMENTS = ['file.limits']

/** What a sharded database has whole on each of its servers: one row, which changes only with a restore. */
const ON_EVERY_SERVER = ['sync_epoch']

/** A deleted file's bytes are removed after the commit. Then its key is taken off a list, which a sharded database has on one server. */
const AFTERWARDS = /^DELETE FROM "public"\."file_removals"/

/** Those whose rows are on the shard of their user's counter: what refers to it, and the counter. */
let sharded: string[]
let sent: string[] = []

beforeAll(async () => {
  server = await serve(await createTestDb({ isSharded: true }))
  ada = await server.signIn()
  const tables = await server.database.client.$queryRaw<{ name: string }[]>`
    SELECT conrelid::regclass::text AS name FROM pg_constraint
    WHERE contype = 'f' AND confrelid = 'revisions'::regclass`
  sharded = ['revisions', ...tables.map(({ name }) => name)]
  server.database.observe({
    query: ({ text }, sending) => {
      sent.push(text)
      return sending()
    },
    caller: () => undefined,
    together: (_, sending) => sending(),
  })
})

afterAll(async () => {
  await server.app.close()
  await server.database.close()
})

async function statementsOf(procedure: Procedure, input: object, headers: Record<string, string> = {}) {
  const request = trpcRequest(procedure, input)
  sent = []
  const { status } = await send(
    server.app,
    { ...request, headers: { ...request.headers, ...headers } },
    await credentialsFor(procedure, ada),
  )
  return { status, statements: [...new Set(sent)] }
}

const problemsOf = async (statements: readonly string[]) => {
  const inCall = statements.filter((text) => !AFTERWARDS.test(text))
  const all = await Promise.all(
    inCall.map((text) => obstaclesToOneShard(text, { sharded, onEveryServer: ON_EVERY_SERVER })),
  )
  return all.flatMap((obstacles, i) => obstacles.map((obstacle) => `${obstacle}: ${inCall[i]}`))
}

describe.each(owned)('$path', (procedure) => {
  test('sends each statement to the shard of one user', async () => {
    const { path, sample, input, more, type } = procedure
    const own = await sample(ada)
    const first = await statementsOf(procedure, input(own))
    expect(first.status).toBe(200)
    expect(first.statements.length > 0).toBe(!WITHOUT_STATEMENTS.includes(path))
    expect(await problemsOf(first.statements)).toEqual([])
    const keyed = type === 'mutation' && { 'idempotency-key': uuidv7() }
    for (const other of [input(own), ...more(own).map((fields) => ({ ...input(own), ...fields }))]) {
      const { statements } = await statementsOf(procedure, other, { ...keyed })
      expect(await problemsOf(statements)).toEqual([])
    }
  })
})

describe('a statement stays on one shard', () => {
  const tables = { sharded: ['tasks', 'projects', 'revisions'], onEveryServer: ['sync_epoch'] }
  test.each([
    ['a row by its key', 'SELECT title FROM tasks WHERE user_id = $1::uuid AND id = $2'],
    ['a name in quotes', 'SELECT "t"."id" FROM "public"."tasks" AS "t" WHERE ("t"."user_id" = $1 AND 1=1)'],
    ['an insert', 'INSERT INTO tasks (id, user_id) VALUES ($1, $2::uuid)'],
    ['an insert of what it selects', 'INSERT INTO tasks (user_id, id) SELECT $1::uuid, $2 RETURNING id'],
    [
      'a condition',
      'UPDATE tasks SET title = $3 WHERE user_id = $1 AND EXISTS (SELECT FROM projects WHERE user_id = $1)',
    ],
    [
      'a table by way of another',
      'SELECT FROM tasks JOIN projects p ON p.user_id = tasks.user_id WHERE tasks.user_id = $2',
    ],
    [
      'what WITH names',
      'WITH gone AS (DELETE FROM tasks WHERE user_id = $1 RETURNING id) SELECT id FROM gone',
    ],
    ['what every server has', 'SELECT (SELECT value FROM sync_epoch) FROM tasks WHERE user_id = $1'],
    ['no table', 'BEGIN; SET LOCAL lock_timeout = 50'],
  ])('with %s', async (_, text) => {
    expect(await obstaclesToOneShard(text, tables)).toEqual([])
  })

  test.each([
    ['no user', 'SELECT FROM tasks WHERE id = $1', 'of tasks no user is named'],
    ['a user who is no parameter', "DELETE FROM tasks WHERE user_id = 'x'", 'of tasks no user is named'],
    [
      'two users',
      'SELECT FROM tasks, projects WHERE tasks.user_id = $1 AND projects.user_id = $2',
      'the parameters $1,$2 are users',
    ],
    [
      'a list of users',
      'SELECT FROM tasks, unnest($1::uuid[]) AS given (u) WHERE user_id = given.u',
      'of tasks no user is named',
    ],
    ['a table of all users', 'SELECT FROM users WHERE id = $1', 'users is not sharded by user'],
    [
      'a table inside without its user',
      'SELECT FROM tasks WHERE user_id = $1 AND id IN (SELECT id FROM projects)',
      'of projects no user is named',
    ],
    [
      'a user or anything else',
      'SELECT FROM tasks WHERE user_id = $1 OR id = $2',
      'of tasks no user is named',
    ],
    ['a user who is only selected', 'SELECT user_id = $1 FROM tasks', 'of tasks no user is named'],
    ['any of several users', 'SELECT FROM tasks WHERE user_id > $1', 'of tasks no user is named'],
  ])('but not with %s', async (_, text, obstacle) => {
    expect(await obstaclesToOneShard(text, tables)).toEqual([obstacle])
  })
})
