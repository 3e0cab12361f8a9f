import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'

/** Debian's package. */
const PROGRAM = '/usr/sbin/pgbouncer'

/** Whether this machine can run {@link startPooler}. */
export const hasPooler = existsSync(PROGRAM)

/** Starts PgBouncer in transaction mode before every database of a server. Stop it when done. */
export async function startPooler(serverUrl: string, settings: Record<string, string | number> = {}) {
  const folder = await mkdtemp(path.join(tmpdir(), 'tandem-pooler-'))
  const server = new URL(serverUrl)
  const port = await freePort()
  const users = path.join(folder, 'users')
  const all = {
    listen_addr: '127.0.0.1',
    listen_port: port,
    unix_socket_dir: '',
    pool_mode: 'transaction',
    auth_type: 'trust',
    auth_file: users,
    default_pool_size: 10,
    max_client_conn: 1_000,
    // A second, instead of 15, until a server that could not be reached is tried again.
    server_login_retry: 1,
    ...settings,
  }
  const lines = Object.entries(all).map(([name, value]) => `${name} = ${value}`)
  const databases = `[databases]\n* = host=${server.hostname} port=${server.port || 5432}\n`
  await writeFile(path.join(folder, 'ini'), `${databases}[pgbouncer]\n${lines.join('\n')}\n`)
  await writeFile(users, `"${server.username}" "${server.password}"\n`)
  await chmod(folder, 0o755)

  let child = await launch(path.join(folder, 'ini'))
  const stop = async () => {
    const ended = once(child, 'exit')
    // At once: from PgBouncer 1.23 on SIGTERM waits for clients, as other signals do before.
    if (child.kill('SIGKILL')) await ended
  }
  return {
    /** The URL of a database of the server that leads through it. */
    urlOf: (url: string) => Object.assign(new URL(url), { host: `127.0.0.1:${port}` }).href,
    /** Until it is started again. */
    halt: stop,
    start: async () => {
      child = await launch(path.join(folder, 'ini'))
    },
    stop: async () => {
      await stop()
      await rm(folder, { recursive: true })
    },
  }
}

async function launch(file: string) {
  // It refuses to run as root.
  const user = process.getuid?.() === 0 ? ['-u', 'nobody'] : []
  const child = spawn(PROGRAM, [...user, file], { stdio: ['ignore', 'ignore', 'pipe'] })
  let output = ''
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', () => reject(new Error(`PgBouncer stopped:\n${output}`)))
    child.stderr.on('data', (chunk) => {
      output += chunk
      if (output.includes('process up')) resolve()
    })
  })
  return child
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return address.port
}
