import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createDb } from '@tandem/db'
import { createTestDb, fillDataDir, testEngine } from '@tandem/db/testing'
import { afterAll, expect, onTestFinished, test, vi } from 'vitest'
import { SECRET } from '../src/testing/app.ts'
import { killAll, launchServer, type ServerProcess } from '../src/testing/process.ts'
import { smtpServer } from '../src/testing/services/smtp.ts'
import { createConnection } from './connection.ts'
import { crowd, type Ledger } from './crowd.ts'
import { filesBelow, keptUploads, placeOf, wrongFiles, wrongMails, wrongRecords } from './findings.ts'
import { between, randomFrom } from './random.ts'
import { kills, seed } from './settings.ts'

const PEOPLE = 6

/** One kill of so many hits a server that is still starting. */
const WHILE_STARTING = 5

/** The others come so many answers after a start at most, and so long after the last of them: a busy machine takes longer for the same. */
const MAX_CALLS = 80
const MAX_MS = 100

const shared = testEngine === 'postgresql' ? await createTestDb() : undefined
const dataDir = await mkdtemp(path.join(tmpdir(), 'tandem-kills-'))
const folder = path.join(dataDir, 'files')
afterAll(async () => {
  await killAll()
  await shared?.close()
  await rm(dataDir, { recursive: true, force: true })
})

/** For whoever reads along: a run takes minutes. */
function say(line: string): void {
  process.stdout.write(`${line}\n`)
}

test('after kill -9 again and again no mail is lost, none comes twice under another Message-ID, and every file has its row', async () => {
  say(`${kills} kills on ${testEngine}, SEED=${seed}`)
  if (!shared) await fillDataDir(dataDir, 'migrated')
  const mails = await smtpServer()
  const variables = {
    DATA_DIR: dataDir,
    JWT_SECRET: SECRET,
    SMTP_URL: mails.url,
    RATE_LIMIT_MAX: '0',
    RATE_LIMIT_AUTH_MAX: '0',
    ...(shared?.url !== undefined && { DATABASE_URL: shared.url }),
  }
  const random = randomFrom(seed)
  const connection = createConnection()
  const ledger: Ledger = { accounts: [], uploads: [], asked: new Set() }
  let isOver = false
  const living = crowd(PEOPLE, { connection, random: randomFrom(seed + 1), ledger, isOver: () => isOver })
  const failed = living.then(() => new Promise<never>(() => {}))

  /** Waits until a server is to be killed, and says when that is. */
  const untilKill = async (server: ServerProcess) => {
    if (between(random, 1, WHILE_STARTING) === 1) {
      const ms = between(random, 100, 4_000)
      await sleep(ms)
      return `${ms} ms after its launch`
    }
    const [calls, ms] = [between(random, 1, MAX_CALLS), between(random, 0, MAX_MS)]
    const enough = connection.counts.answered + calls
    connection.moveTo(await server.url)
    const isEnough = () => expect(connection.counts.answered).toBeGreaterThanOrEqual(enough)
    await vi.waitFor(isEnough, { timeout: 60_000, interval: 10 })
    await sleep(ms)
    return `${ms} ms after ${calls} answers`
  }

  let output = ''
  /** What was on the disk after a kill. */
  const seen = new Set<string>()
  for (let kill = 1; kill <= kills; kill++) {
    const server = launchServer(variables)
    const when = await Promise.race([untilKill(server), failed])
    server.child.kill('SIGKILL')
    connection.moveTo(undefined)
    output += (await server.end).output
    for (const file of await filesBelow(folder)) seen.add(file)
    say(`kill ${kill}: ${when}; ${ledger.uploads.length} uploads, ${mails.received.length} mails`)
  }

  const last = launchServer(variables)
  const url = await Promise.race([last.url, failed])
  const startedAt = performance.now()
  connection.moveTo(url)
  isOver = true
  await living
  const expected = keptUploads(ledger).map(({ key }) => placeOf(key))
  // Whoever was at a file when the server was killed has sent it again, so from here on only clean-up changes the folder.
  await expect.poll(() => filesBelow(folder), { timeout: 120_000, interval: 250 }).toEqual(expected.sort())
  const cleanMs = performance.now() - startedAt
  await expect.poll(() => wrongMails(ledger, mails.received), { timeout: 120_000, interval: 250 }).toEqual([])
  await expect.poll(() => pendingJobs(url), { timeout: 120_000, interval: 250 }).toEqual([])
  last.child.kill('SIGTERM')
  const end = await last.end
  output += end.output
  expect(end.code).toBe(0)

  const database = shared ?? (await createDb(undefined, { dataDir, migrate: false }))
  onTestFinished(() => (shared ? undefined : database.close()))
  expect(await wrongFiles(ledger, database, folder)).toEqual([])
  expect(await wrongRecords(ledger, database)).toEqual([])
  expect(wrongMails(ledger, mails.received)).toEqual([])
  const errors = output.split('\n').filter((line) => /"level":[56]0/.test(line))
  // A machine that stalls for two seconds looks like a lost database (server-subscription.ts).
  const stalls = errors.filter((line) => line.includes('"msg":"the database is lost"'))
  expect(errors.filter((line) => !stalls.includes(line))).toEqual([])

  const copies = mails.received.length - new Set(mails.received.map(({ mail }) => mail.messageId)).size
  const { unanswered, refused } = connection.counts
  const uploaded = new Set(ledger.uploads.map(({ key }) => placeOf(key)))
  const strays = [...seen].filter((file) => !uploaded.has(file))
  say(
    `${ledger.accounts.length} accounts, ${ledger.uploads.length} uploads of which ${expected.length} are left, ` +
      `${mails.received.length} mails of which ${copies} are copies, ${unanswered} calls without an answer, ` +
      `${refused} refused, ${strays.length} files that belonged to nothing and are gone, ` +
      `clean ${(cleanMs / 1000).toFixed(0)} s after the last start, ${stalls.length} stalls`,
  )
})

/** The jobs that still have a mail to send, as the metrics tell them. */
async function pendingJobs(url: string): Promise<string[]> {
  const text = await (await fetch(`${url}/metrics`)).text()
  return text
    .split('\n')
    .filter((line) => /^jobs\{name="send-[^"]*",state="(waiting|running)"\} [1-9]/.test(line))
}
