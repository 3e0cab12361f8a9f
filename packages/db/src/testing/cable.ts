import { connect, createServer, type Server, type Socket } from 'node:net'

/** A connection to a server that a test can cut, or make fall silent. */
export async function cable(url: string) {
  const to = new URL(url)
  const ends = new Set<Socket>()
  let isCut = false
  const server = createServer((client) => {
    if (isCut) return void client.destroy()
    const upstream = connect(Number(to.port || 5432), to.hostname)
    for (const end of [client, upstream]) ends.add(end.on('error', () => {}))
    client.pipe(upstream).pipe(client)
  })
  await new Promise<Server>((resolve) => server.listen(0, '127.0.0.1', () => resolve(server)))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  const cut = () => {
    isCut = true
    for (const end of ends) end.destroy()
    ends.clear()
  }
  return {
    /** Leads through the cable. */
    url: Object.assign(new URL(url), { host: `127.0.0.1:${address.port}` }).href,
    /** Closes all connections, and refuses new ones until it is mended. */
    cut,
    mend: () => {
      isCut = false
    },
    /** Existing connections stay open but carry nothing more. New ones work. */
    silence: () => {
      for (const end of ends) end.unpipe().pause()
    },
    close: () => {
      cut()
      server.close()
    },
  }
}
