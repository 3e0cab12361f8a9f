import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createDb } from '@tandem/db'
import { createTestDb, hasPooler, startPooler, testServerUrl } from '@tandem/db/testing'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { serve } from '../../testing/app.ts'
import { killAll, launchServer } from '../../testing/process.ts'

describe.runIf(testServerUrl && hasPooler)('a server whose database is behind PgBouncer', () => {
  let behind: Awaited<ReturnType<typeof createTestDb>>
  let pooler: Awaited<ReturnType<typeof startPooler>>
  let dataDir = ''
  const urls = { DATABASE_URL: '', DIRECT_DATABASE_URL: '' }
  beforeAll(async () => {
    behind = await createTestDb()
    urls.DIRECT_DATABASE_URL = behind.url ?? ''
    pooler = await startPooler(urls.DIRECT_DATABASE_URL)
    urls.DATABASE_URL = pooler.urlOf(urls.DIRECT_DATABASE_URL)
    dataDir = await mkdtemp(path.join(tmpdir(), 'tandem-pooler-'))
  })
  afterAll(async () => {
    await killAll()
    await pooler.stop()
    await behind.close()
    await rm(dataDir, { recursive: true, force: true })
  })

  test('does not start without DIRECT_DATABASE_URL, and says so in a line', async () => {
    const { code, output } = await launchServer({ DATA_DIR: dataDir, DATABASE_URL: urls.DATABASE_URL }).end
    expect(code).toBe(1)
    expect(output.trim().split('\n')).toEqual([
      'Tandem cannot start',
      expect.stringMatching(/^ {2}DATABASE_URL leads to a connection pooler .*: set DIRECT_DATABASE_URL/),
    ])
  })

  test('starts with it, and its commands work', async () => {
    const migrate = await launchServer({ DATA_DIR: dataDir, ...urls }, 'main.ts', ['migrate']).end
    expect(migrate).toMatchObject({ code: 0, output: expect.stringContaining('is up to date') })
    const server = launchServer({ DATA_DIR: dataDir, ...urls })
    expect((await fetch(`${await server.url}/health/ready`)).status).toBe(200)
    const file = path.join(dataDir, 'export.gz')
    const exported = await launchServer({ DATA_DIR: dataDir, ...urls }, 'main.ts', ['export', file]).end
    expect(exported).toMatchObject({ code: 0 })
    server.child.kill('SIGTERM')
    expect(await server.end).toMatchObject({ code: 0 })
  })

  test('answers 503 while PgBouncer is away, and again when it is back, without losing what it acknowledged', async () => {
    const database = await createDb(urls.DATABASE_URL, { directUrl: urls.DIRECT_DATABASE_URL })
    const server = await serve(database)
    onTestFinished(async () => {
      await server.app.close()
      await database.close()
    })
    const ada = await server.signIn()
    const ids: string[] = []
    const statuses = async () => {
      const [id, key] = [uuidv7(), uuidv7()]
      const answers = await Promise.all([
        ada.rest('POST', ada.tasks, { json: { id, title: 'x' } }),
        ada.rest('POST', ada.tasks, { json: { id: key, title: 'y' }, headers: { 'idempotency-key': key } }),
        ada.rest('GET', ada.tasks),
        ada.rest('GET', '/health/ready'),
      ])
      for (const [i, one] of [id, key].entries()) if (answers[i]?.status === 201) ids.push(one)
      return answers.map(({ status }) => status)
    }
    expect(await statuses()).toEqual([201, 201, 200, 200])
    await pooler.halt()
    for (let attempt = 0; attempt < 3; attempt++) expect(await statuses()).toEqual([503, 503, 503, 503])
    await pooler.start()
    await expect.poll(statuses).toEqual([201, 201, 200, 200])
    const stored = await behind.client.task.findMany({ select: { id: true } })
    expect(stored.map(({ id }) => id)).toEqual(expect.arrayContaining(ids))
  })
})
