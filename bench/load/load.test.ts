import { writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import fastify, { type FastifyInstance } from 'fastify'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { load } from './load.ts'
import { readOptions, UsageError } from './options.ts'
import { isClean, reportOf } from './report.ts'
import { OPERATIONS } from './visit.ts'

/** A server that answers as Tandem does. What it holds is what a run must have deleted. */
interface Fake {
  url: string
  users: Set<string>
  tasks: Set<string>
  /** Requests with another token than that of the user in the path. */
  mistaken: string[]
  app: FastifyInstance
}

let server: Fake
const forever = new AbortController().signal

interface Limits {
  registrations?: number
  calls?: number
  onUpdate?: () => void
  /** Called when the first task is created. That is never answered. */
  onUnanswered?: () => void
}

/** The token of a user is that user's id. */
async function startFake(limits: Limits = {}): Promise<Fake> {
  const app = fastify({ forceCloseConnections: true })
  const users = new Set<string>()
  const tasks = new Set<string>()
  /** Of deleted tasks too: they stay taken. */
  const ids = new Set<string>()
  const mistaken: string[] = []
  let registered = 0
  let calls = 0
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_req, body, done) =>
    done(null, Object.fromEntries(new URLSearchParams(String(body)))),
  )
  app.post<{ Body: { email: string } }>('/api/v1/auth/register', (req, reply) => {
    registered++
    if (registered > (limits.registrations ?? Infinity))
      return reply.code(429).send({ error: 'RATE_LIMITED' })
    users.add(req.body.email)
    return reply.code(201).send({ id: req.body.email })
  })
  app.post<{ Body: { username: string } }>('/api/v1/auth/token', (req) => ({
    access_token: req.body.username,
    expires_in: 900,
  }))
  const callerOf = (authorization = '') => authorization.replace('Bearer ', '')
  app.get('/api/v1/users/me', (req) => ({ id: callerOf(req.headers.authorization) }))
  app.delete('/api/v1/users/me', (req, reply) => {
    users.delete(callerOf(req.headers.authorization))
    return reply.code(204).send()
  })
  app.register(
    async (owned) => {
      owned.addHook<{ Params: { userId: string } }>('onRequest', async (req, reply) => {
        if (req.params.userId !== callerOf(req.headers.authorization)) mistaken.push(req.url)
        calls++
        if (calls > (limits.calls ?? Infinity)) return reply.code(429).send({ error: 'RATE_LIMITED' })
      })
      owned.get('/tasks', () => ({ data: [] }))
      owned.post<{ Body: { id: string } }>('/tasks', async (req, reply) => {
        const { id } = req.body
        if (ids.has(id)) return reply.code(409).send({ error: 'CONFLICT' })
        ids.add(id)
        tasks.add(id)
        const { onUnanswered } = limits
        if (onUnanswered && ids.size === 1) return new Promise(onUnanswered)
        return reply.code(201).send({ id })
      })
      owned.get('/tasks/:id', () => ({}))
      owned.patch('/tasks/:id', () => {
        limits.onUpdate?.()
        return {}
      })
      owned.delete<{ Params: { id: string } }>('/tasks/:id', (req, reply) => {
        tasks.delete(req.params.id)
        return reply.code(204).send()
      })
    },
    { prefix: '/api/v1/:userId' },
  )
  const url = await app.listen({ host: '127.0.0.1', port: 0 })
  return { url, users, tasks, mistaken, app }
}

const start = async (limits?: Limits) => {
  server = await startFake(limits)
  return server
}
afterEach(() => server?.app.close())

const optionsFor = (url: string, ...more: string[]) =>
  readOptions(['--url', url, '--users', '4', '--seconds', '2', '--steps', '2', ...more])

describe('a load', () => {
  test('has more users in each step, each with a token of their own, who are deleted in the end', async () => {
    const { url, users, mistaken } = await start()
    const steps = await load(optionsFor(url), forever)
    expect(steps.map((step) => step.users)).toEqual([2, 4])
    for (const step of steps) {
      expect(isClean(step)).toBe(true)
      for (const name of OPERATIONS) expect(step.times[name].count).toBeGreaterThan(0)
    }
    expect(mistaken).toEqual([])
    expect(users.size).toBe(0)
    expect(reportOf(steps)).toMatch(
      /\| users +\| requests\/s +\| p50 +\| p90 +\| p99 +\| p99\.9 +\| max +\| failures/,
    )
  })

  test('counts what was refused, and still deletes the users', async () => {
    const { url, users } = await start({ calls: 10 })
    const steps = await load(optionsFor(url), forever)
    expect(steps.some(isClean)).toBe(false)
    expect(reportOf(steps)).toMatch(/\d × 429.*\n[\s\S]*RATE_LIMIT_MAX/)
    expect(users.size).toBe(0)
  })

  test('deletes the users that it has where the server registers no more', async () => {
    const { url, users } = await start({ registrations: 3 })
    await expect(load(optionsFor(url), forever)).rejects.toThrow(/429[\s\S]*RATE_LIMIT_AUTH_MAX=0/)
    expect(users.size).toBe(0)
  })

  test('that is interrupted ends with what it measured, and deletes the users', async () => {
    const interrupted = new AbortController()
    const { url, users } = await start({ onUpdate: () => interrupted.abort() })
    const options = readOptions(['--url', url, '--users', '2', '--seconds', '600'])
    expect(await load(options, interrupted.signal)).toHaveLength(1)
    expect(users.size).toBe(0)
  })

  test('with a rate sends no more than that', async () => {
    const { url } = await start()
    const [step] = await load(optionsFor(url, '--steps', '1', '--rate', '5'), forever)
    const answers = OPERATIONS.map((name) => step?.times[name].count ?? 0).reduce((sum, count) => sum + count)
    // Each second that has begun has its share.
    expect(answers).toBeLessThanOrEqual(4 * 5 * ((step?.seconds ?? 0) + 1))
  })
})

describe('a load with tokens', () => {
  let dir: string
  beforeEach(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'tandem-load-'))
  })
  afterEach(() => rm(dir, { recursive: true }))

  test('deletes a task too whose creation was not answered', async () => {
    const stop = new AbortController()
    const { url, users, tasks } = await start({ onUnanswered: () => stop.abort() })
    users.add('ada')
    const file = path.join(dir, 'tokens')
    writeFileSync(file, 'ada\n')
    await load(optionsFor(url, '--users', '1', '--steps', '1', '--tokens', file), stop.signal)
    expect(tasks.size).toBe(0)
  })

  test('registers nobody, and deletes the tasks that it made', async () => {
    const { url, users, tasks, mistaken } = await start()
    users.add('ada').add('bo')
    const file = path.join(dir, 'tokens')
    writeFileSync(file, 'ada\nbo\n')
    const steps = await load(optionsFor(url, '--users', '2', '--tokens', file), forever)
    expect(steps.every(isClean)).toBe(true)
    expect([...users]).toEqual(['ada', 'bo'])
    expect(tasks.size).toBe(0)
    expect(mistaken).toEqual([])
  })

  test('needs one for each user', async () => {
    const { url } = await start()
    const file = path.join(dir, 'tokens')
    writeFileSync(file, 'ada\n')
    await expect(load(optionsFor(url, '--tokens', file), forever)).rejects.toThrow('1 tokens for 4 users')
  })
})

test.each([
  [[], '--url is missing'],
  [['--url', 'localhost:3000'], '--url must be'],
  [['--url', 'ftp://localhost'], '--url must be'],
  [['--url', 'http://localhost', '--users', '1001'], '--users must be an integer from 1 to 1000'],
  [['--url', 'http://localhost', '--seconds', '601'], '--seconds must be'],
  [['--url', 'http://localhost', '--rate', '0'], '--rate must be'],
  [['--url', 'http://localhost', 'more'], 'more'],
])('%j is refused', (args, line) => {
  expect(() => readOptions(args)).toThrow(UsageError)
  expect(() => readOptions(args)).toThrow(line)
})
