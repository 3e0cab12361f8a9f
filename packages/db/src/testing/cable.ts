import { connect, createServer, type Server, type Socket } from 'node:net'

/** A way to a server that can be cut, or fall silent. */
export async function cable(url: string) {
  const to = new URL(url)
  const ends = new Set<Socket>()
  let refused = false
  const server = createServer((client) => {
    if (refused) return void client.destroy()
    const upstream = connect(Number(to.port || 5432), to.hostname)
    for (const end of [client, upstream]) ends.add(end.on('error', () => {}))
    client.pipe(upstream).pipe(client)
  })
  await new Promise<Server>((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('not a port')
  const cut = () => {
    refused = true
    for (const end of ends) end.destroy()
    ends.clear()
  }
  return {
    url: Object.assign(new URL(url), { host: `127.0.0.1:${address.port}` }).href,
    cut,
    mend: () => {
      refused = false
    },
    /** The connections there are carry nothing more, and nobody is told. New ones work. */
    silence: () => {
      for (const end of ends) end.unpipe().pause()
    },
    close: () => {
      cut()
      server.close()
    },
  }
}
