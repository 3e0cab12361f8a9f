import { once } from 'node:events'
import { type AddressInfo, createServer, connect as dial, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { url as target } from '../harness.ts'

export interface Tunnel {
  url: string
  /** Closes all connections and refuses new ones, as a server that is down does. */
  cut(): Promise<void>
  /** Accepts connections and passes nothing on, as a server that hangs does. */
  stall(): void
  /** Passes everything on again. */
  mend(): Promise<void>
}

/** A TCP proxy in front of the server, so that a test can make the server unreachable without stopping it. */
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
  const closeSockets = () => {
    for (const socket of sockets) socket.destroy()
  }
  const cut = async () => {
    if (!server.listening) return
    server.close()
    closeSockets()
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
      // Connections that lost data cannot go on.
      if (isStalled) closeSockets()
      isStalled = false
      if (server.listening) return
      server.listen(own, '127.0.0.1')
      await once(server, 'listening')
    },
  }
}
