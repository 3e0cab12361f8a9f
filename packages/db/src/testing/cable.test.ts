import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { cable } from './cable.ts'

/** A client that is connected through a cable to a server, and the server's end. */
async function connected() {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const wire = await cable(`postgresql://127.0.0.1:${port}/x`)
  onTestFinished(async () => {
    wire.close()
    server.close()
  })
  const accepted = once(server, 'connection')
  const client = connect(Number(new URL(wire.url).port), '127.0.0.1').on('error', () => {})
  const [upstream] = (await accepted) as [Socket]
  return { wire, client, upstream }
}

test('a connection that the server resets is lost to its client', async () => {
  const { client, upstream } = await connected()
  upstream.resetAndDestroy()
  await expect.poll(() => client.closed).toBe(true)
})

test('a connection is cut before a text arrives', async () => {
  const { wire, client, upstream } = await connected()
  const received: string[] = []
  upstream.on('data', (chunk) => received.push(`${chunk}`)).on('error', () => {})
  wire.cutAt('COMMIT', 'before')
  client.write('COMMIT')
  await expect.poll(() => [client.closed, upstream.closed]).toEqual([true, true])
  expect(received).toEqual([])
})

test('a connection is cut at the answer to a text, and not at the answers before it', async () => {
  const { wire, client, upstream } = await connected()
  const received: string[] = []
  client.on('data', (chunk) => received.push(`${chunk}`))
  upstream.on('error', () => {})
  wire.cutAt('COMMIT', 'after')
  client.write('BEGIN, COMMIT')
  await once(upstream, 'data')
  upstream.write('BEGIN')
  await expect.poll(() => received).toEqual(['BEGIN'])
  upstream.write('COMMIT')
  await expect.poll(() => [client.closed, upstream.closed]).toEqual([true, true])
  expect(received).toEqual(['BEGIN'])
})

test('what happens behind a silenced cable does not reach the client', async () => {
  const { wire, client, upstream } = await connected()
  wire.silence()
  upstream.resetAndDestroy()
  await once(upstream, 'close')
  await new Promise(setImmediate)
  expect(client.closed).toBe(false)
  wire.cut()
  await expect.poll(() => client.closed).toBe(true)
})
