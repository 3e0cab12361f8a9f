import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { onTestFinished } from 'vitest'
import { portOf } from './redis-cable.ts'

/** What happens to a request: it is passed on, its answer is lost, or it is answered here. */
type Fate = 'pass' | 'lose answer' | { status: number; headers?: Record<string, string> }

/** A proxy in front of a server, between it and its clients. */
export async function proxy(upstream: string) {
  const requests: IncomingMessage[] = []
  let decide: (req: IncomingMessage) => Fate = () => 'pass'
  const server = createServer((req, res) => {
    requests.push(req)
    const fate = decide(req)
    if (typeof fate === 'object') {
      req.resume()
      res.writeHead(fate.status, { 'content-type': 'text/html', ...fate.headers }).end('<h1>No</h1>')
    } else pass(req, res, new URL(req.url ?? '', upstream), fate === 'lose answer')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
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
    cut: () => server.closeAllConnections(),
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
