import { uuidv7 } from 'uuidv7'
import { beforeAll, expect, test } from 'vitest'
import { type TestApp, testApp } from '../../testing/app.ts'
import { bearer, type Credentials } from '../../testing/caller.ts'
import { allProcedures } from '../../testing/procedures.ts'
import { openEvents } from '../../testing/requests/event-stream.ts'
import { restUrl } from '../../testing/requests/requests.ts'

/** As `isolation.test.ts` proves it for all other procedures. */
const streams = (await allProcedures()).filter(({ type }) => type === 'subscription')

let server: TestApp
beforeAll(async () => {
  server = await testApp()
})

test.each(streams)('$path streams only the caller’s own data', async (procedure) => {
  expect(procedure.class).toBe('owner')
  const { path } = procedure
  const [ada, bob, admin] = [await server.signIn(), await server.signIn(), await server.signIn('admin')]
  const [own, foreign] = [await procedure.sample(ada), await procedure.sample(bob)]
  const open = (userId: string, credentials: Credentials, query = '') =>
    openEvents(server.url + restUrl(procedure, { ...own, userId }) + query, credentials)
  /** tRPC sends a refusal as the first and last event of the stream. */
  const overTrpc = async (input: object, credentials: Credentials) => {
    const url = `${server.url}/trpc/${path}?input=${JSON.stringify({ ...procedure.input(own), ...input })}`
    const stream = await openEvents(url, credentials)
    await stream.ended
    const [refusal] = stream.events().filter(({ event }) => event === 'serialized-error')
    return JSON.parse(refusal?.data ?? '{}').data?.httpStatus
  }

  expect((await open(ada.id, {})).status).toBe(401)
  expect(await overTrpc({}, {})).toBe(401)
  for (const caller of [ada, admin]) {
    for (const userId of [bob.id, uuidv7(), 'me'])
      expect((await open(userId, bearer(caller))).status).toBe(403)
  }
  expect((await open(ada.id, bearer(ada), `?userId=${bob.id}`)).status).toBe(422)
  expect(await overTrpc({ userId: bob.id }, bearer(ada))).toBe(422)

  const stream = await open(ada.id, { ...bearer(ada), 'last-event-id': '0' })
  const carol = await server.signIn()
  const hers = await procedure.sample(carol)
  const [newest = ''] = Object.values(await procedure.sample(ada))
  await expect.poll(() => stream.text()).toContain(newest)
  for (const id of [...Object.values(hers), ...Object.values(foreign)])
    expect(stream.text()).not.toContain(id)
  stream.close()
})
