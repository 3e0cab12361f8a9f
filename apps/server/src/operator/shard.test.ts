import { testCitusUrl, testEngine } from '@tandem/db/testing'
import { afterAll, expect, test } from 'vitest'
import { operatedDatabase } from './testing/operated-database.ts'

const { run, close } = await operatedDatabase()
afterAll(close)

test.each([
  [['--check', '--undo'], '--check and --undo exclude each other'],
  [['--undo', '--shards', '8'], '--shards is for sharding only'],
  [['--shards', '0'], '--shards takes a number from 1 to 1024'],
  [['--shards', 'many'], '--shards takes a number from 1 to 1024'],
  [['now'], 'now is too much'],
])('db:shard %j is exit 2, and says what is wrong', async (args, message) => {
  const { code, output } = await run('db:shard', ...args)
  expect({ code, output }).toEqual({ code: 2, output: expect.stringContaining(message) })
  expect(output).toContain('usage: tandem db:shard [--check | --undo] [--shards <count>]')
})

test('help says what it does', async () => {
  const { code, output } = await run('db:shard', '--help')
  expect(code).toBe(0)
  expect(output).toContain('--check says how they are kept and changes nothing; --undo brings them back')
})

test.skipIf(testCitusUrl)('a database that cannot be sharded is refused in a line', async () => {
  const reason =
    testEngine === 'pglite' ? 'the embedded database cannot be sharded' : 'is a PostgreSQL without Citus'
  expect(await run('db:shard')).toEqual({
    code: 1,
    output: expect.stringMatching(`^db:shard: .*${reason}.*\n$`),
  })
})

test.skipIf(testCitusUrl)('--check says that it is not sharded, or that it cannot be', async () => {
  const embedded = { code: 1, output: expect.stringContaining('the embedded database cannot be sharded') }
  const plain = { code: 0, output: expect.stringMatching(/^\S+ is not sharded\n$/) }
  expect(await run('db:shard', '--check')).toEqual(testEngine === 'pglite' ? embedded : plain)
})

test.runIf(testCitusUrl)(
  'the tables of a sharded database are told (skipped: TEST_CITUS_URL is not set)',
  async () => {
    const { code, output } = await run('db:shard', '--check')
    expect(output).toMatch(
      /sharded: revisions, .*tasks.*\non every server: sync_epoch\n.* is sharded by user\n$/,
    )
    expect(code).toBe(0)
  },
)
