import { connect, createServer, type Server, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

export const REDIS = new URL('redis://127.0.0.1:6379')

/** Whether a Redis answers at {@link REDIS}. */
export function isRedisThere(): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(Number(REDIS.port), REDIS.hostname, () => socket.write('PING\r\n'))
    const settle = (isThere: boolean) => {
      socket.destroy()
      resolve(isThere)
    }
    socket.setTimeout(2_000, () => settle(false))
    socket.on('error', () => settle(false)).on('data', (data) => settle(String(data).startsWith('+PONG')))
  })
}

/** A server on a free port of loopback, or on the given one. It is closed when the test ends. */
export async function listen(onConnection: (socket: Socket) => void, port = 0): Promise<Server> {
  const server = createServer(onConnection)
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return server
}

export function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return address.port
}

/** A connection to Redis that can be cut, made to hang, or made to answer like a replica. */
export async function redisCable() {
  const sockets = new Set<Socket>()
  const clients = new Set<Socket>()
  let hangs = false
  let connections = 0
  const open = (port: number) =>
    listen((client) => {
      connections++
      clients.add(client)
      client.on('close', () => clients.delete(client))
      const upstream = hangs ? undefined : connect(Number(REDIS.port), REDIS.hostname)
      for (const socket of [client, upstream]) {
        if (!socket) continue
        sockets.add(socket)
        socket.on('error', () => {}).on('close', () => sockets.delete(socket))
      }
      if (upstream) client.pipe(upstream).pipe(client)
    }, port)
  let server = await open(0)
  const port = portOf(server)
  const cut = () => {
    server.close()
    for (const socket of sockets) socket.destroy()
  }
  onTestFinished(cut)
  return {
    url: `redis://127.0.0.1:${port}`,
    /** How many connections were made so far. */
    connections: () => connections,
    /** Closes all connections and refuses new ones. */
    cut,
    mend: async () => {
      server = await open(port)
    },
    /** Connections, and new ones too, stay open and carry nothing. */
    hang: () => {
      hangs = true
      for (const client of clients) client.unpipe()
    },
    /** New connections work again. */
    release: () => {
      hangs = false
    },
    /** Connections answer like a primary that became a replica. New ones reach Redis. */
    demote: () => {
      for (const client of clients) {
        client
          .unpipe()
          .on('data', () => client.write('-READONLY You can not write to a replica.\r\n'))
          .resume()
      }
    },
  }
}
