import { connect, createServer, type Server, type Socket } from 'node:net'
import { Transform } from 'node:stream'

interface CutAt {
  text: string
  /** Before the server gets the text, or after it has answered it, in place of the answer. That answer repeats the text. */
  when: 'before' | 'after'
}

/** A connection to a server that a test can cut, or make fall silent. */
export async function cable(url: string) {
  const to = new URL(url)
  const ends = new Set<Socket>()
  const silent = new WeakSet<Socket>()
  let state: 'whole' | 'cut' | 'frozen' = 'whole'
  let pending: CutAt | undefined
  const server = createServer((client) => {
    if (state === 'cut') return void client.destroy()
    ends.add(client.on('error', () => {}))
    if (state === 'frozen') return
    const upstream = connect(Number(to.port || 5432), to.hostname)
    ends.add(upstream.on('error', () => {}))
    const cutThis = () => {
      client.destroy()
      upstream.destroy()
    }
    let lostAnswer: string | undefined
    const outgoing = new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        if (pending === undefined || !chunk.includes(pending.text)) return done(null, chunk)
        const { text, when } = pending
        pending = undefined
        if (when === 'before') return cutThis()
        lostAnswer = text
        done(null, chunk)
      },
    })
    const incoming = new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        // Answers to what was sent before come first. A server that cannot send those ends the session without going on.
        if (lostAnswer !== undefined && chunk.includes(lostAnswer)) return cutThis()
        done(null, chunk)
      },
    })
    // A pipe passes on an end, but no reset: that is how a server ends a connection which has sent what it has not read.
    upstream.on('error', () => silent.has(upstream) || client.destroy())
    client.on('error', () => silent.has(client) || upstream.destroy())
    client.pipe(outgoing).pipe(upstream).pipe(incoming).pipe(client)
  })
  await new Promise<Server>((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  const cut = () => {
    state = 'cut'
    for (const end of ends) end.destroy()
    ends.clear()
  }
  const silence = () => {
    for (const end of ends) {
      silent.add(end)
      end.unpipe().pause()
    }
  }
  return {
    /** Leads through the cable. */
    url: Object.assign(new URL(url), { host: `127.0.0.1:${address.port}` }).href,
    /** Closes all connections, and refuses new ones until it is mended. */
    cut,
    /** Closes the one connection over which a text is sent next. */
    cutAt: (text: string, when: CutAt['when']) => {
      pending = { text, when }
    },
    mend: () => {
      state = 'whole'
    },
    /** Existing connections stay open but carry nothing more. New ones work. */
    silence,
    /** The same, and so for new connections until it is mended, as if the server were stopped. */
    freeze: () => {
      state = 'frozen'
      silence()
    },
    close: () => {
      cut()
      server.close()
    },
  }
}
