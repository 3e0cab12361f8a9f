import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createTestDb, fillDataDir, testEngine } from '@tandem/db/testing'
import { afterAll, describe, expect, test } from 'vitest'
import { PASSWORD } from '../../testing/caller.ts'
import { killAll, launchServer } from '../../testing/process.ts'

const dataDir = await mkdtemp(path.join(tmpdir(), 'tandem-life-'))
const database = testEngine === 'postgresql' ? await createTestDb() : undefined
// The server applies the migrations itself. That a first start makes the database is tested in packages/db.
if (!database) await fillDataDir(dataDir, 'empty')
const launch = (variables: Record<string, string> = {}, entry?: string, args?: string[]) =>
  launchServer(
    { DATA_DIR: dataDir, ...(database?.url && { DATABASE_URL: database.url }), ...variables },
    entry,
    args,
  )

afterAll(async () => {
  await killAll()
  await database?.close()
  await rm(dataDir, { recursive: true, force: true })
})

const account = { email: 'ada@example.com', password: PASSWORD }

type Init = Omit<RequestInit, 'headers'> & { token?: string; headers?: Record<string, string> }

async function json(url: string, { token, headers: more, ...init }: Init = {}) {
  const authorization = token && { authorization: `Bearer ${token}` }
  const headers = { 'content-type': 'application/json', ...authorization, ...more }
  const answer = await fetch(url, { ...init, headers })
  return { status: answer.status, body: JSON.parse(await answer.text()) }
}

const demo = { email: 'demo@tandem.local', password: 'demo-in-tandem' }

function signIn(url: string, { email, password }: typeof account) {
  const grant = { grant_type: 'password', username: email, password }
  return json(`${url}/api/v1/auth/token`, { method: 'POST', body: JSON.stringify(grant) })
}

describe('a server and its data', () => {
  test('acknowledged writes and the session survive kill -9 and a restart, and retries with a key write once', {
    timeout: 180_000,
  }, async () => {
    const first = launch()
    const url = await first.url
    const { body: user } = await json(`${url}/api/v1/auth/register`, {
      method: 'POST',
      body: JSON.stringify({ ...account, name: 'Ada' }),
    })
    const token = (await signIn(url, account)).body.access_token
    expect(await signIn(url, demo)).toMatchObject({ status: 400 })

    // Killed during a burst of requests: what was acknowledged must be there, and no bulk in part.
    const requests = Array.from({ length: 40 }, (_, i) => {
      const pair = ['a', 'b'].map((half) => ({ type: 'create', title: `${i}${half}` }))
      const [path, body] = i % 2 ? ['/bulk', { operations: pair }] : ['', { title: `${i}` }]
      const send = (server: string) =>
        json(`${server}/api/v1/${user.id}/tasks${path}`, {
          method: 'POST',
          token,
          headers: { 'idempotency-key': `request-${i}` },
          body: JSON.stringify(body),
        })
      return { send, titles: i % 2 ? [`${i}a`, `${i}b`] : [`${i}`] }
    })
    const answered: string[] = []
    const burst = requests.map(async ({ send, titles }) => {
      await send(url)
      answered.push(...titles)
      if (answered.length >= 20) first.child.kill('SIGKILL')
    })
    await Promise.allSettled(burst)
    expect((await first.end).signal).toBe('SIGKILL')

    const second = launch()
    const again = await second.url
    const read = async () => {
      const { body } = await json(`${again}/api/v1/${user.id}/tasks?limit=100`, { token })
      return body.data.map(({ title }: { title: string }) => title) as string[]
    }
    const survived = await read()
    expect(survived).toEqual(expect.arrayContaining(answered))
    for (const { titles } of requests) {
      expect([0, titles.length]).toContain(titles.filter((title) => survived.includes(title)).length)
    }
    const changes = await json(`${again}/api/v1/${user.id}/tasks/changes`, { token })
    expect(changes.body.revision).toBe(survived.length)

    // A client without responses sends everything again. Nothing is written twice.
    for (const { send } of requests) expect((await send(again)).status).toBeLessThan(300)
    expect((await read()).sort()).toEqual(requests.flatMap(({ titles }) => titles).sort())
    const { body: list } = await json(`${again}/api/v1/${user.id}/tasks?limit=100`, { token })

    second.child.kill('SIGTERM')
    expect(await second.end).toMatchObject({ code: 0 })

    const third = launch()
    const { body: after } = await json(`${await third.url}/api/v1/${user.id}/tasks?limit=100`, { token })
    expect(after).toEqual(list)
    third.child.kill('SIGINT')
    expect(await third.end).toMatchObject({ code: 0 })
  })

  test('admin promote makes a user an administrator; a second process is refused the data of the first', {
    timeout: 180_000,
  }, async () => {
    const unknown = await launch({}, 'main.ts', ['admin', 'promote', 'nobody@example.com']).end
    expect(unknown).toMatchObject({ code: 1, output: expect.stringContaining('nobody@example.com') })
    const promoted = await launch({}, 'main.ts', ['admin', 'promote', account.email.toUpperCase()]).end
    expect(promoted).toMatchObject({ code: 0 })

    const server = launch()
    const url = await server.url
    const { body } = await signIn(url, account)
    expect((await json(`${url}/api/v1/users`, { token: body.access_token })).status).toBe(200)

    if (testEngine === 'pglite') {
      const second = await launch().end
      expect(second.code).toBe(1)
      expect(second.output).toContain(dataDir)
      expect(second.output).toContain(String(server.child.pid))
      expect(second.output).not.toContain('    at ')
    }
    server.child.kill('SIGTERM')
    expect(await server.end).toMatchObject({ code: 0 })
  })

  test.runIf(testEngine === 'pglite')(
    'dev adds the demo account to an empty database',
    { timeout: 180_000 },
    async () => {
      const empty = path.join(dataDir, 'empty')
      await fillDataDir(empty, 'migrated')
      const dev = launch({ DATA_DIR: empty }, 'commands/dev.ts')
      expect((await signIn(await dev.url, demo)).status).toBe(200)
      dev.child.kill('SIGTERM')
      expect((await dev.end).output).toContain(demo.email)
    },
  )
})
