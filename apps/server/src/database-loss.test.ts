import { connect, createServer, type Server, type Socket } from 'node:net'
import { createDb } from '@tandem/db'
import { createTestDb, testEngine } from '@tandem/db/testing'
import { v7 as uuidv7 } from 'uuid'
import { expect, onTestFinished, test } from 'vitest'
import { serve } from './test-app.ts'

/** A way to the database that can be cut. */
async function cable(to: URL) {
  const sockets = new Set<Socket>()
  const open = (port: number) =>
    new Promise<Server>((resolve) => {
      const server = createServer((client) => {
        const upstream = connect(Number(to.port || 5432), to.hostname)
        for (const socket of [client, upstream]) {
          sockets.add(socket)
          socket.on('error', () => {}).on('close', () => sockets.delete(socket))
        }
        client.pipe(upstream).pipe(client)
      }).listen(port, '127.0.0.1', () => resolve(server))
    })
  let server = await open(0)
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return {
    port: address.port,
    cut: () => {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
    mend: async () => {
      server = await open(address.port)
    },
  }
}

test.runIf(testEngine === 'postgresql')('a lost database is a 503, and recovers by itself', async () => {
  const behind = await createTestDb()
  const url = new URL(behind.url ?? '')
  const way = await cable(new URL(url))
  url.host = `127.0.0.1:${way.port}`
  const database = await createDb(url.href)
  const server = await serve(database)
  onTestFinished(async () => {
    await server.app.close()
    await database.close()
    way.cut()
    await behind.close()
  })
  const ada = await server.signIn()
  const { body: task } = await ada.rest('POST', ada.tasks, { json: { title: 'x' } })
  const all = () =>
    Promise.all([
      ada.rest('GET', ada.tasks),
      ada.rest('GET', `${ada.tasks}/${task.id}`),
      ada.rest('POST', ada.tasks, { json: { id: uuidv7(), title: 'y' } }),
      ada.rest('PATCH', `${ada.tasks}/${task.id}`, { json: { title: 'z' } }),
      ada.rest('GET', '/health/ready'),
    ])
  expect((await all()).map(({ status }) => status)).toEqual([200, 200, 201, 200, 200])

  way.cut()
  for (let attempt = 0; attempt < 3; attempt++) {
    expect((await all()).map(({ status }) => status)).toEqual([503, 503, 503, 503, 503])
  }
  expect((await ada.rest('GET', '/health')).status).toBe(200)

  await way.mend()
  expect((await all()).map(({ status }) => status)).toEqual([200, 200, 201, 200, 200])
})
