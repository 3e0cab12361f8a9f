import { createDb } from '@tandem/db'
import { cable, createTestDb, testEngine } from '@tandem/db/testing'
import { uuidv7 } from 'uuidv7'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { serve } from '../../testing/app.ts'

/** The server over a cable to its database, of which one connection can be cut at its COMMIT. */
async function serveOverCable() {
  const behind = await createTestDb()
  const wire = await cable(behind.url ?? '')
  const database = await createDb(wire.url, { migrate: false })
  const server = await serve(database)
  const close = async () => {
    await server.app.close()
    await database.close()
    wire.close()
    await behind.close()
  }
  return { ...server, behind, wire, close }
}

describe.runIf(testEngine === 'postgresql').each(['before', 'after'] as const)(
  'a connection lost in COMMIT, %s the database has committed',
  (when) => {
    let server: Awaited<ReturnType<typeof serveOverCable>>
    beforeAll(async () => {
      server = await serveOverCable()
    })
    afterAll(() => server.close())

    const isUnavailable = (answer: { status: number; headers: Record<string, unknown> }) => {
      expect(answer).toMatchObject({ status: 503, body: { error: 'SERVICE_UNAVAILABLE' } })
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0)
    }

    test('is 503, and the same Idempotency-Key then tells what happened', async () => {
      const ada = await server.signIn()
      const create = () =>
        ada.rest('POST', ada.tasks, { json: { title: 'x' }, headers: { 'idempotency-key': 'k' } })
      server.wire.cutAt('COMMIT', when)
      isUnavailable(await create())
      // Another call may still get the connection that was lost.
      await expect.poll(async () => (await create()).status).toBe(201)
      const again = await create()
      expect([again.status, again.headers['idempotency-replayed']]).toEqual([201, 'true'])
      const { body } = await ada.rest('GET', ada.tasks)
      expect(body.data.map(({ id }: { id: string }) => id)).toEqual([again.body.id])
    })

    test('is 503 for a write that shares a commit, which took effect once or not at all', async () => {
      const ada = await server.signIn()
      const id = uuidv7()
      const create = () => ada.rest('POST', ada.tasks, { json: { id, title: 'x' } })
      server.wire.cutAt('COMMIT', when)
      isUnavailable(await create())
      const statuses: number[] = []
      const retry = async () => {
        statuses.push((await create()).status)
        return statuses.at(-1)
      }
      // As above.
      await expect.poll(retry).not.toBe(503)
      expect(statuses.at(-1)).toBe(when === 'before' ? 201 : 409)
      expect((await ada.rest('GET', `${ada.tasks}/${id}`)).body.version).toBe(1)
    })
  },
)

test.runIf(testEngine === 'postgresql')(
  'while connections are ended at random, each answer is right or 503, and no acknowledged write is lost',
  async () => {
    const server = await serveOverCable()
    try {
      const ada = await server.signIn()
      const acknowledged: string[] = []
      const statuses = new Set<number>()
      const call = async (i: number) => {
        const id = uuidv7()
        const key = i % 2 ? { headers: { 'idempotency-key': id } } : {}
        const answers = await Promise.all([
          ada.rest('POST', ada.tasks, { json: { id, title: 'x' }, ...key }),
          ada.rest('GET', ada.tasks),
          ada.rest('GET', '/api/v1/users/me'),
        ])
        for (const { status } of answers) statuses.add(status)
        if (answers[0].status === 201) acknowledged.push(id)
      }
      for (let round = 0; round < 8; round++) {
        const calls = Array.from({ length: 12 }, (_, i) => call(i))
        await server.behind.client.$queryRaw`
          SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND application_name = 'tandem' AND pid <> pg_backend_pid()`
        await Promise.all(calls)
      }
      expect([...statuses].filter((status) => ![200, 201, 503].includes(status))).toEqual([])
      await expect.poll(async () => (await ada.rest('GET', '/health/ready')).status).toBe(200)
      const stored = await server.behind.client.task.findMany({ select: { id: true } })
      expect(stored.map(({ id }) => id)).toEqual(expect.arrayContaining(acknowledged))
      expect([...statuses]).toContain(503)
      expect(acknowledged.length).toBeGreaterThan(0)
    } finally {
      await server.close()
    }
  },
)
