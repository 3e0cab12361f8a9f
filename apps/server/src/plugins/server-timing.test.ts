import { uuidv7 } from 'uuidv7'
import { expect, test } from 'vitest'
import { parseEnv } from '../env.ts'
import { serveDuringTest, testApp } from '../testing/app.ts'
import { rest } from '../testing/caller.ts'

/** The durations of `Server-Timing` by name, in milliseconds. */
function durations(header: unknown): Record<string, number> {
  const metrics = String(header)
    .split(', ')
    .map((metric) => metric.split(';dur='))
  return Object.fromEntries(metrics.map(([name, ms]) => [name, Number(ms)]))
}

test('in development an answer says how long it took, and how much of that the database', async () => {
  const server = await serveDuringTest({ NODE_ENV: 'development' })
  const ada = await server.signIn()
  const calls = [
    () => ada.rest('GET', ada.tasks),
    () => ada.rest('GET', `${ada.tasks}/${uuidv7()}`),
    () => ada.rest('POST', ada.tasks, { json: { title: 'x' } }),
    () => ada.rest('GET', '/api/v1/users/me'),
    () => ada.rest('GET', '/trpc/task.list?input={}'),
  ]
  for (const call of calls) {
    const { total = 0, db = 0 } = durations((await call()).headers['server-timing'])
    expect(db).toBeGreaterThan(0)
    expect(total).toBeGreaterThanOrEqual(db)
  }
  const { headers } = await rest(server.app, 'GET', '/health')
  expect(durations(headers['server-timing'])).toMatchObject({ total: expect.any(Number), db: 0 })
})

test('what is sent for several requests at once counts for each', async () => {
  const server = await serveDuringTest({ NODE_ENV: 'development' })
  const ada = await server.signIn()
  const answers = await Promise.all(
    Array.from({ length: 4 }, () => ada.rest('GET', `${ada.tasks}/${uuidv7()}`)),
  )
  for (const { headers } of answers) expect(durations(headers['server-timing']).db).toBeGreaterThan(0)
})

test('otherwise it says nothing, and neither where nobody said what it is', async () => {
  expect(parseEnv({})).toMatchObject({ NODE_ENV: 'development' })
  expect(parseEnv({})).not.toHaveProperty('SERVER_TIMING')
  const ada = await (await testApp()).signIn()
  expect((await ada.rest('GET', ada.tasks)).headers).not.toHaveProperty('server-timing')
  const { app } = await serveDuringTest({ NODE_ENV: 'production', JWT_SECRET: 'x'.repeat(32) })
  expect((await rest(app, 'GET', '/health')).headers).not.toHaveProperty('server-timing')
})
