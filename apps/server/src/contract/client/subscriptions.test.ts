import { beginEpoch } from '@tandem/api'
import { createClient as overEventStream } from '@tandem/client'
import { createClient as overWebSocket } from '@tandem/client/websocket'
import { beforeAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { serveDuringTest, type TestApp, testApp } from '../../testing/app.ts'
import { PASSWORD } from '../../testing/caller.ts'
import { proxy } from '../../testing/services/proxy.ts'

let server: TestApp
beforeAll(async () => {
  server = await testApp()
})

describe.each([
  { name: 'events', createClient: overEventStream, path: 'task.onChange' },
  { name: 'a WebSocket', createClient: overWebSocket, path: 'connectionParams=1' },
])('a subscription over $name', ({ createClient, path }) => {
  /** A client that follows the changes from the start, with the revisions that it got. */
  async function follow(to: TestApp, lastEventId = '0') {
    // Node 20 has none.
    vi.stubGlobal('WebSocket', WebSocket)
    onTestFinished(() => void vi.unstubAllGlobals())
    const { id, email } = await to.createUser()
    const via = await proxy(to.url)
    const auth = { email, password: PASSWORD }
    const client = createClient({ url: via.url, auth })
    const elsewhere = overEventStream({ url: to.url, auth })
    onTestFinished(async () => {
      await Promise.all([client.close(), elsewhere.close()])
    })
    const revisions: string[] = []
    const ends: unknown[] = []
    client.task.onChange.subscribe(
      { lastEventId },
      {
        onData: (change) => revisions.push(change.id),
        onError: (error) => ends.push(error),
        onComplete: () => ends.push('complete'),
      },
    )
    const create = () => elsewhere.task.create.mutate({ title: 'x' })
    return { id, client, via, revisions, ends, create, streams: () => via.requestsTo(path) }
  }

  test('outlives its tokens, and misses and repeats nothing', async () => {
    const shortLived = await serveDuringTest({ ACCESS_TOKEN_TTL: '1s' })
    const { revisions, ends, create, streams } = await follow(shortLived)
    let made = 0
    while (streams().length < 4) {
      await create()
      made++
      await expect.poll(() => revisions.length).toBe(made)
    }
    expect(revisions).toEqual(upTo(made))
    expect(ends).toEqual([])
    expect(streams().some(({ url }) => url?.includes('token='))).toBe(false)
  })

  test('continues when its token ends while no other can be had', async () => {
    const shortLived = await serveDuringTest({ ACCESS_TOKEN_TTL: '1s' })
    const { revisions, ends, create, via } = await follow(shortLived)
    await create()
    await expect.poll(() => revisions).toEqual(upTo(1))
    let refused = 0
    via.onRequest(({ url }) => (url?.includes('auth.token') && ++refused <= 3 ? { status: 502 } : 'pass'))
    await expect.poll(() => refused).toBeGreaterThan(3)
    await create()
    await expect.poll(() => revisions).toEqual(upTo(2))
    expect(ends).toEqual([])
  })

  test('continues after the last event when the connection is lost', async () => {
    const { revisions, ends, create, streams, via } = await follow(server)
    await create()
    await expect.poll(() => revisions).toEqual(upTo(1))
    via.onRequest(({ url }) => (url?.includes(path) && streams().length < 4 ? { status: 502 } : 'pass'))
    via.cut()
    await create()
    await create()
    await expect.poll(() => revisions).toEqual(upTo(3))
    expect(ends).toEqual([])
  })

  test('does not continue in a database that was restored meanwhile', async () => {
    const { revisions, ends, create, via } = await follow(server)
    await create()
    await expect.poll(() => revisions).toEqual(upTo(1))
    await beginEpoch(server.services.db)
    via.cut()
    await expect.poll(() => ends).toMatchObject([{ data: { error: 'RESYNC_REQUIRED' } }])
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

const upTo = (last: number) => Array.from({ length: last }, (_, index) => String(index + 1))
