import { createDb } from '@tandem/db'
import { uuidv7 } from 'uuidv7'
import { describe, expect, onTestFinished, test } from 'vitest'
import { serve, serveDuringTest, testApp } from '../../testing/app.ts'
import { rest } from '../../testing/caller.ts'

describe('health', () => {
  test('is alive and ready', async () => {
    const { app } = await testApp()
    expect(await rest(app, 'GET', '/health')).toMatchObject({ status: 200, body: { status: 'ok' } })
    expect(await rest(app, 'GET', '/health/ready')).toMatchObject({ status: 200, body: { status: 'ready' } })
  })

  test('with a full disk it is alive but not ready, until there is room', async () => {
    let isFull = true
    const { database } = await testApp()
    const full = Object.assign(new Error('could not write to file: No space left on device'), {
      code: '53100',
    })
    const ping = () => (isFull ? Promise.reject(full) : database.ping())
    const { app } = await serveDuringTest({}, { over: { ...database, ping } })
    const ready = () => rest(app, 'GET', '/health/ready')
    expect(await ready()).toMatchObject({ status: 503, body: { reason: 'the disk of the database is full' } })
    expect((await rest(app, 'GET', '/health')).status).toBe(200)
    isFull = false
    expect((await ready()).status).toBe(200)
  })

  test('without a database it is alive but not ready, and every call is 503', async () => {
    const { database } = await testApp()
    const gone = await createDb('postgresql://nobody:hunter2@127.0.0.1:1/none', { migrate: false })
    const server = await serve({
      ...database,
      client: gone.client,
      ping: gone.ping,
      listen: async () => async () => {},
    })
    onTestFinished(async () => {
      await server.app.close()
      await gone.close()
    })
    expect((await rest(server.app, 'GET', '/health')).status).toBe(200)
    expect(await rest(server.app, 'GET', '/health/ready')).toMatchObject({
      status: 503,
      body: { status: 'unavailable' },
    })

    const token = server.services.accessTokens.sign({ id: uuidv7(), role: 'user', sessionId: uuidv7() })
    const answer = await rest(server.app, 'GET', '/api/v1/users/me', {
      headers: { authorization: `Bearer ${token}` },
    })
    expect(answer).toMatchObject({ status: 503, body: { error: 'SERVICE_UNAVAILABLE' } })
    expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
    expect(answer.text).not.toContain('127.0.0.1')

    const trpc = await fetch(`${server.url}/trpc/user.me`, { headers: { authorization: `Bearer ${token}` } })
    expect(trpc.status).toBe(503)
    expect(await trpc.json()).toMatchObject({ error: { data: { error: 'SERVICE_UNAVAILABLE' } } })
  })
})
