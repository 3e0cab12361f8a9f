import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { hasPooler, startPooler } from '@tandem/db/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SECRET } from '../../src/testing/app.ts'
import { killAll, launchServer } from '../../src/testing/process.ts'
import { outageSeconds } from '../settings.ts'
import { missing, register, startLoad, timeBack } from './load.ts'
import { hasServices, type Service, startPostgres, startRedis } from './services.ts'

const CALLERS = 16

/** How long the service may need once what was away answers. */
const BACK_MS = 2_000

/** How long a caller may wait to hear that the service cannot do it just now. A connection that does not come is given up after five seconds. */
const REFUSAL_MS = 6_000

describe.runIf(hasServices && hasPooler)('what the server needs is away under load', () => {
  const services: Record<string, Service> = {}
  let dataDir = ''
  /** One server that is connected to PostgreSQL, and one to PgBouncer. Both have the same database. */
  const urls = { direct: '', pooled: '' }
  const account = { token: '', userId: '' }

  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'tandem-outages-'))
    const postgres = await startPostgres()
    services.PostgreSQL = postgres
    const pooler = await startPooler(postgres.url)
    services.PgBouncer = { ...pooler, url: pooler.urlOf(postgres.url) }
    services.Redis = await startRedis()
    const common = {
      DATA_DIR: dataDir,
      JWT_SECRET: SECRET,
      REDIS_URL: services.Redis.url,
      RATE_LIMIT_MAX: '1000000',
      RATE_LIMIT_AUTH_MAX: '0',
    }
    urls.direct = await launchServer({ ...common, DATABASE_URL: postgres.url }).url
    const pooled = { DATABASE_URL: services.PgBouncer.url, DIRECT_DATABASE_URL: postgres.url }
    urls.pooled = await launchServer({ ...common, ...pooled }).url
    Object.assign(account, await register(urls.direct, 'ada@example.com'))
  }, 120_000)

  afterAll(async () => {
    await killAll()
    for (const name of ['PgBouncer', 'Redis', 'PostgreSQL']) await services[name]?.stop()
    await rm(dataDir, { recursive: true, force: true })
  })

  test.each<{ away: string; server: keyof typeof urls; refusals: number[] }>([
    { away: 'PostgreSQL', server: 'direct', refusals: [503] },
    { away: 'PostgreSQL', server: 'pooled', refusals: [503] },
    { away: 'PgBouncer', server: 'pooled', refusals: [503] },
    // Each process limits on its own until it is back.
    { away: 'Redis', server: 'direct', refusals: [] },
  ])(
    '$away, of a server that is $server: nothing acknowledged is lost, and it is back within two seconds',
    async ({ away, server, refusals }) => {
      const service = services[away]
      if (!service) throw new Error(`${away} does not run`)
      const load = startLoad({ url: urls[server], ...account, callers: CALLERS })
      await sleep(2_000)
      const goneAt = performance.now()
      await service.halt()
      await sleep(outageSeconds * 1_000)
      await service.start()
      const backAt = performance.now()
      await sleep(BACK_MS + 3_000)
      await load.end()

      const statuses = new Set(load.seen.map(({ status }) => status))
      expect([...statuses].filter((status) => status !== 200 && status !== 201 && status !== 404)).toEqual(
        refusals,
      )
      const during = load.seen.filter(({ sentAt }) => sentAt > goneAt && sentAt < backAt)
      const refused = load.seen.filter(({ status }) => status === 503)
      const waits = refused.map(({ ms }) => ms).sort((a, b) => a - b)
      const half = waits[waits.length >> 1] ?? 0
      const slowest = waits.at(-1) ?? 0
      const back = timeBack(load.seen, backAt)
      const lost = await missing(services.PostgreSQL?.url ?? '', load.acknowledged)
      process.stdout.write(
        `${away} away for ${outageSeconds} s, ${server}: ${load.seen.length} calls, ${during.length} meanwhile, ${refused.length} refused, ` +
          `half of them within ${half.toFixed(0)} ms and all within ${slowest.toFixed(0)}; back after ${back.toFixed(0)} ms; ` +
          `${load.acknowledged.length} acknowledged writes, ${lost.length} lost\n`,
      )
      expect(lost).toEqual([])
      expect(load.acknowledged.length).toBeGreaterThan(0)
      expect(slowest).toBeLessThan(REFUSAL_MS)
      expect(back).toBeLessThan(BACK_MS)
    },
  )
})
