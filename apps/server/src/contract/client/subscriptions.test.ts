import { createClient } from '@tandem/client'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { serveDuringTest, type TestApp, testApp } from '../../testing/app.ts'
import { PASSWORD } from '../../testing/caller.ts'
import { proxy } from '../../testing/proxy.ts'

let server: TestApp
beforeAll(async () => {
  server = await testApp()
})

/** A client that follows the changes from the start, with the revisions that it got. */
async function follow(to: TestApp, lastEventId = '0') {
  const { id, email } = await to.createUser()
  const via = await proxy(to.url)
  const client = createClient({ url: via.url, auth: { email, password: PASSWORD } })
  onTestFinished(() => client.close())
  const revisions: string[] = []
  const ends: unknown[] = []
  const subscription = client.task.onChange.subscribe(
    { lastEventId },
    {
      onData: (change) => revisions.push(change.id),
      onError: (error) => ends.push(error),
      onComplete: () => ends.push('complete'),
    },
  )
  const create = () => client.task.create.mutate({ title: 'x' })
  return {
    id,
    client,
    via,
    revisions,
    ends,
    subscription,
    create,
    streams: () => via.requestsTo('task.onChange'),
  }
}

const upTo = (last: number) => Array.from({ length: last }, (_, index) => String(index + 1))

describe('a subscription', () => {
  test('outlives its tokens, and misses and repeats nothing', async () => {
    const shortLived = await serveDuringTest({ ACCESS_TOKEN_TTL: '1s' })
    const { revisions, ends, create, streams } = await follow(shortLived)
    let made = 0
    while (streams().length < 4) {
      await create()
      made++
      await expect.poll(() => revisions.length, { timeout: 5_000 }).toBe(made)
    }
    expect(revisions).toEqual(upTo(made))
    expect(ends).toEqual([])
    const tokens = new Set(streams().map(({ headers }) => headers.authorization))
    expect(tokens.size).toBeGreaterThan(2)
    expect(streams().some(({ url }) => url?.includes('token='))).toBe(false)
  })

  test('continues after the last event when the connection is lost', async () => {
    const { revisions, ends, create, streams, via } = await follow(server)
    await create()
    await expect.poll(() => revisions).toEqual(upTo(1))
    via.onRequest(({ url }) => (url?.includes('onChange') && streams().length < 4 ? { status: 502 } : 'pass'))
    via.cut()
    await create()
    await create()
    await expect.poll(() => revisions, { timeout: 10_000 }).toEqual(upTo(3))
    expect(ends).toEqual([])
  })

  test('leaves to its caller what only the caller can handle', async () => {
    const { ends, streams } = await follow(server, '7')
    await expect.poll(() => ends).toMatchObject([{ data: { error: 'RESYNC_REQUIRED' } }])
    expect(streams()).toHaveLength(1)
  })

  test('ends with an error when the account is gone', async () => {
    const { id, client, revisions, ends, create } = await follow(server)
    await create()
    await expect.poll(() => revisions).toEqual(upTo(1))
    await client.user.delete.mutate()
    await expect.poll(() => ends).toMatchObject([{ data: { httpStatus: 400 } }])
    expect(await server.services.db.user.findUnique({ where: { id } })).toBeNull()
  })

  test('completes when the client is closed, and leaves no stream behind', async () => {
    const { id, client, revisions, ends, create } = await follow(server)
    await create()
    await expect.poll(() => revisions).toEqual(upTo(1))
    await client.close()
    expect(ends).toEqual(['complete'])
    await expect.poll(() => server.services.taskFeed.watchCount(id)).toBe(0)
  })
})
