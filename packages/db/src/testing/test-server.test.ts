import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { expect, onTestFinished, test } from 'vitest'
import { dropUnused } from './test-server.ts'
import { testServerUrl } from './testing.ts'

async function session() {
  const client = new pg.Client({ connectionString: testServerUrl })
  await client.connect()
  onTestFinished(() => client.end())
  return client
}

test.runIf(testServerUrl)('a template that a session began to use since it was found is kept', async () => {
  const [user, other] = [await session(), await session()]
  const name = `tandem_template_${randomBytes(8).toString('hex')}`
  const exists = async () =>
    (await user.query('SELECT FROM pg_database WHERE datname = $1', [name])).rowCount === 1
  // As `openTestServer` locks the template that it copies.
  await user.query('SELECT pg_advisory_lock_shared(7391, hashtext($1))', [name])
  await user.query(`CREATE DATABASE ${name}`)
  await dropUnused(other, [name])
  expect(await exists()).toBe(true)
  await user.query('SELECT pg_advisory_unlock_shared(7391, hashtext($1))', [name])
  await dropUnused(other, [name])
  expect(await exists()).toBe(false)
})
