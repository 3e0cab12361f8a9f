import { TABLES_ON_EVERY_SERVER, tablesByUser } from '@tandem/db/shards'
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

const sharded = tablesByUser()
let sent: string[] = []

beforeAll(async () => {
  server = await serve(await createTestDb({ isSharded: true }))
  ada = await server.signIn()
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

/** Where the news of revoked credentials are late, the guard asks for the caller's, before the call. */
const OF_THE_CREDENTIAL = /FROM revocations WHERE credential_id/
/** What the process asks for itself, now and then: where the shards are, and what it may have missed of revocations. */
const OF_THE_PROCESS = /FROM pg_catalog\.pg_dist_shard|FROM revocations\s+WHERE revoked_at/

async function statementsOf(procedure: Procedure, input: object, headers: Record<string, string> = {}) {
  const request = trpcRequest(procedure, input)
  sent = []
  const { status } = await send(
    server.app,
    { ...request, headers: { ...request.headers, ...headers } },
    await credentialsFor(procedure, ada),
  )
  const ofTheCall = (text: string) => !OF_THE_CREDENTIAL.test(text) && !OF_THE_PROCESS.test(text)
  return { status, statements: [...new Set(sent)].filter(ofTheCall) }
}

const problemsOf = async (statements: readonly string[]) => {
  const all = await Promise.all(
    statements.map((text) => obstaclesToOneShard(text, { sharded, onEveryServer: TABLES_ON_EVERY_SERVER })),
  )
  return all.flatMap((obstacles, i) => obstacles.map((obstacle) => `${obstacle}: ${statements[i]}`))
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
