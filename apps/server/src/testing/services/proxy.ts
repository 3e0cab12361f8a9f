import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import { portOf } from './redis-cable.ts'

/** What happens to a request: it is passed on, its answer is lost, or it is answered here. */
type Fate = 'pass' | 'lose answer' | { status: number; headers?: Record<string, string> }

/** A proxy in front of a server, between it and its clients. It passes WebSockets on too. */
export async function proxy(upstream: string) {
  const requests: IncomingMessage[] = []
  let decide: (req: IncomingMessage) => Fate = () => 'pass'
  const upgraded = new Set<Socket>()
  const server = createServer((req, res) => {
    requests.push(req)
    const fate = decide(req)
    if (typeof fate === 'object') {
      req.resume()
      res.writeHead(fate.status, { 'content-type': 'text/html', ...fate.headers }).end('<h1>No</h1>')
    } else pass(req, res, new URL(req.url ?? '', upstream), fate === 'lose answer')
  })
  server.on('upgrade', (req, socket: Socket) => {
    requests.push(req)
    if (decide(req) !== 'pass') return socket.destroy()
    upgraded.add(socket.on('close', () => upgraded.delete(socket)))
    passUpgrade(req, socket, new URL(upstream))
  })
  const cut = () => {
    server.closeAllConnections()
    for (const socket of upgraded) socket.destroy()
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    cut()
    server.close()
  })
  return {
    url: `http://127.0.0.1:${portOf(server)}`,
    requests,
    /** The requests whose path has this in it. */
    requestsTo: (part: string) => requests.filter(({ url }) => url?.includes(part)),
    /** Decides what happens to each request from now on. */
    onRequest: (next: typeof decide) => {
      decide = next
    },
    /** Closes every open connection. */
    cut,
  }
}

function pass(req: IncomingMessage, res: ServerResponse, url: URL, isLost: boolean) {
  const { method, headers } = req
  const forwarded = request(url, { method, headers }, (answer) => {
    if (isLost) {
      answer.resume().on('end', () => req.socket.destroy())
      return
    }
    res.writeHead(answer.statusCode ?? 500, answer.headers)
    answer.on('error', () => res.destroy()).pipe(res)
  })
  forwarded.on('error', () => res.destroy())
  res.on('close', () => forwarded.destroy())
  req.pipe(forwarded)
}

/** Sends the head of the request on, and then whatever either side sends. */
function passUpgrade(req: IncomingMessage, socket: Socket, { hostname, port }: URL) {
  const forwarded = connect(Number(port), hostname)
  const { method, url, httpVersion, rawHeaders } = req
  const fields = rawHeaders.map((text, i) => (i % 2 === 0 ? `${text}: ` : `${text}\r\n`))
  forwarded.write(`${method} ${url} HTTP/${httpVersion}\r\n${fields.join('')}\r\n`)
  for (const [from, to] of [
    [socket, forwarded],
    [forwarded, socket],
  ] as const)
    from
      .on('error', () => to.destroy())
      .on('close', () => to.destroy())
      .pipe(to)
}
