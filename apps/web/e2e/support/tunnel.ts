import { once } from 'node:events'
import { type AddressInfo, createServer, connect as dial, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { url as target } from './harness.ts'

export interface Tunnel {
  url: string
  /** The server is gone: connections end, and no new one is accepted. */
  cut(): Promise<void>
  /** The server is stuck: connections are accepted, and nothing is answered. */
  stall(): void
  /** It is back. */
  mend(): Promise<void>
}

/** The server at another address, where it can be gone for a while without being stopped. */
export async function tunnel(): Promise<Tunnel> {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  let isStalled = false

  const server = createServer((near) => {
    const far = dial(Number(port), hostname)
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket)
      socket.on('data', (chunk) => isStalled || other.write(chunk))
      socket.on('error', () => {})
      socket.on('close', () => {
        sockets.delete(socket)
        other.destroy()
      })
    }
  })
  const endAll = () => {
    for (const socket of sockets) socket.destroy()
  }
  const cut = async () => {
    if (!server.listening) return
    server.close()
    endAll()
    await once(server, 'close')
  }
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port: own } = server.address() as AddressInfo
  onTestFinished(cut)

  return {
    url: `http://localhost:${own}`,
    cut,
    stall: () => {
      isStalled = true
    },
    mend: async () => {
      // What was swallowed cannot be given back.
      if (isStalled) endAll()
      isStalled = false
      if (server.listening) return
      server.listen(own, '127.0.0.1')
      await once(server, 'listening')
    },
  }
}
