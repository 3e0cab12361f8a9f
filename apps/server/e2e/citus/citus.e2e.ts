import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { SECRET } from '../../src/testing/app.ts'
import { killAll, launchServer, type ServerProcess } from '../../src/testing/process.ts'
import { missing, register, type Seen, startLoad, timeBack } from '../outages/load.ts'
import { citusPrograms, outageSeconds, outages } from '../settings.ts'
import { type Cluster, startCluster } from './cluster.ts'

const PEOPLE = 24

/** How long each of them waits between two calls, so that what is measured is not how they wait for each other. */
const PAUSE_MS = 250

/** How long the service may need once a worker answers. */
const BACK_MS = 1_000

/** How long a caller may wait to hear that their worker is away: as long as a statement may take. */
const REFUSAL_MS = 15_000

interface Person {
  token: string
  userId: string
  port: number
}

describe.runIf(citusPrograms)('a worker of a sharded database (skipped: CITUS_PROGRAMS is not set)', () => {
  let cluster: Cluster
  let server: ServerProcess
  let dataDir = ''
  let url = ''
  const people: Person[] = []

  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'tandem-citus-'))
    cluster = await startCluster(2)
    server = launchServer({
      DATA_DIR: dataDir,
      JWT_SECRET: SECRET,
      DATABASE_URL: cluster.coordinator.url,
      RATE_LIMIT_MAX: '0',
      RATE_LIMIT_AUTH_MAX: '0',
    })
    url = await server.url
    for (let n = 0; n < PEOPLE; n++) {
      const account = await register(url, `person-${n}@example.com`)
      people.push({ ...account, port: await cluster.portOf(account.userId) })
    }
  }, 600_000)

  afterAll(async () => {
    await killAll()
    await cluster?.stop()
    await rm(dataDir, { recursive: true, force: true })
  })

  /** Everybody calls while something happens, as long before it as a worker is away, and some seconds after it. */
  async function underLoad(happening: () => Promise<void>) {
    const loads = people.map((person) => ({
      ...person,
      ...startLoad({ url, ...person, callers: 1, isVaried: true, pauseMs: PAUSE_MS }),
    }))
    await sleep(outageSeconds * 1_000)
    // What the process of this test was too busy to notice counts as waiting too.
    const delay = monitorEventLoopDelay({ resolution: 10 })
    delay.enable()
    const begin = performance.now()
    await happening()
    const end = performance.now()
    await sleep(5_000)
    await Promise.all(loads.map((load) => load.end()))
    delay.disable()
    const acknowledged = loads.flatMap((load) => load.acknowledged)
    return {
      begin,
      end,
      lagMs: delay.max / 1e6,
      acknowledged,
      lost: await missing(cluster.coordinator.url, acknowledged),
      seenOf: (isTheirs: (person: Person) => boolean) => loads.filter(isTheirs).flatMap(({ seen }) => seen),
    }
  }

  test.each(
    Array.from({ length: outages }, () => [
      {
        name: 'is killed',
        halt: () => worker().signal('SIGKILL'),
        resume: () => worker().start(),
      },
      {
        name: 'hangs',
        halt: () => worker().signal('SIGSTOP'),
        resume: () => worker().signal('SIGCONT'),
      },
    ]).flat(),
  )(
    '$name: others notice nothing, nothing acknowledged is lost, and it is back within a second',
    async ({ name, halt, resume }) => {
      let backAt = 0
      let opened = 0
      let resumedAt = 0
      const { begin, end, lagMs, acknowledged, lost, seenOf } = await underLoad(async () => {
        const before = await cluster.sessionsSoFar()
        await halt()
        await sleep(outageSeconds * 1_000)
        opened = (await cluster.sessionsSoFar()) - before
        resumedAt = performance.now()
        await resume()
        backAt = performance.now()
      })
      const theirs = seenOf(({ port }) => port === worker().port)
      const others = seenOf(({ port }) => port !== worker().port)
      const refused = theirs.filter(({ status }) => status === 503)
      const back = timeBack(theirs, backAt)
      const before = others.filter(({ sentAt, ms }) => sentAt + ms <= begin)
      const away = others.filter(({ sentAt, ms }) => sentAt + ms > begin && sentAt < resumedAt)
      const starting = others.filter(({ sentAt }) => sentAt >= resumedAt && sentAt < end)
      say(
        `a worker ${name} for ${((end - begin) / 1000).toFixed(1)} s: its users ${theirs.length} calls, ${refused.length} refused, ` +
          `${waits(refused)}${slowest(refused, begin)}; ${opened} sessions opened on the coordinator meanwhile; back after ${back.toFixed(0)} ms; others ${before.length} calls before it, ` +
          `${waits(before)}, ${away.length} while it is away, ${waits(away)}${slowest(away, begin)}, and ${starting.length} in the ` +
          `${((end - resumedAt) / 1000).toFixed(1)} s of its start, ${waits(starting)}${slowest(starting, begin)}, ${others.filter(isRefused).length} refused; ` +
          `this test was held up for ${lagMs.toFixed(0)} ms at most; ${acknowledged.length} acknowledged writes, ${lost.length} lost`,
      )
      expect(lost).toEqual([])
      expect(acknowledged.length).toBeGreaterThan(0)
      expect(others.filter(isRefused)).toEqual([])
      const strange = theirs.filter(({ status }) => ![200, 201, 404, 503].includes(Number(status)))
      expect(strange, server.output()).toEqual([])
      expect(refused.length).toBeGreaterThan(0)
      expect(Math.max(...refused.map(({ ms }) => ms))).toBeLessThan(REFUSAL_MS)
      expect(back).toBeLessThan(BACK_MS)
    },
  )

  test('that is added takes shards while everybody calls, and nobody is refused', async () => {
    const { coordinator } = cluster
    const { begin, end, acknowledged, lost, seenOf } = await underLoad(async () => {
      await cluster.addWorker()
      await coordinator.sql('SELECT rebalance_table_shards()')
    })
    const { port } = cluster.workers.at(-1) ?? {}
    const moved = await coordinator.sql(
      `SELECT count(*) FROM citus_shards WHERE table_name = 'revisions'::regclass AND nodeport = ${port}`,
    )
    const all = seenOf(() => true)
    say(
      `a third worker takes ${moved} shards of each table in ${((end - begin) / 1000).toFixed(1)} s: ${all.length} calls, ` +
        `${all.filter(isRefused).length} refused, ${waits(all)}; ${acknowledged.length} acknowledged writes, ${lost.length} lost`,
    )
    expect(Number(moved)).toBeGreaterThan(0)
    expect(lost).toEqual([])
    expect(all.filter(isRefused)).toEqual([])
  })

  function worker() {
    const [first] = cluster.workers
    if (!first) throw new Error('there is no worker')
    return first
  }
})

function isRefused({ status }: Seen): boolean {
  return status !== 200 && status !== 201
}

function waits(seen: readonly Seen[]): string {
  const sorted = seen.map(({ ms }) => ms).sort((a, b) => a - b)
  const at = (part: number) => sorted[Math.floor(part * (sorted.length - 1))]?.toFixed(0) ?? '-'
  return `half within ${at(0.5)} ms, 99 of 100 within ${at(0.99)}, all within ${at(1)}`
}

function slowest(seen: readonly Seen[], begin: number): string {
  const [last] = seen.toSorted((a, b) => b.ms - a.ms)
  return last ? ` (a ${last.kind} sent ${((last.sentAt - begin) / 1000).toFixed(1)} s after it began)` : ''
}

function say(line: string): void {
  process.stdout.write(`${line}\n`)
}
