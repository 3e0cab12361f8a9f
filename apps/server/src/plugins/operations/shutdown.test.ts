import { uuidv7 } from 'uuidv7'
import { expect, test, vi } from 'vitest'
import { serve, testApp } from '../../testing/app.ts'
import { bearer } from '../../testing/caller.ts'
import { deferred } from '../../testing/deferred.ts'

test('closing refuses new connections and finishes requests in flight', async () => {
  const { database } = await testApp()
  const server = await serve(database)
  const held = deferred<null>()
  const findUnique = vi.fn(() => held.promise)
  const db = Object.create(database.client, { user: { value: { findUnique } } })
  Object.assign(server.services, { db })
  const token = server.services.accessTokens.sign({ id: uuidv7(), role: 'user', sessionId: uuidv7() })
  const inFlight = fetch(`${server.url}/api/v1/users/me`, { headers: bearer({ token }) })
  await vi.waitFor(() => expect(findUnique).toHaveBeenCalled())

  const closed = server.app.close()
  const isRefused = () =>
    fetch(`${server.url}/health`).then(
      () => false,
      () => true,
    )
  await expect.poll(isRefused).toBe(true)
  held.resolve(null)
  expect((await inFlight).status).toBe(401)
  await closed
})
