import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { freePort } from '../../src/testing/free-port.ts'
import { childrenOf } from '../../src/testing/process.ts'

/** A service that is stopped and started again. */
export interface Service {
  url: string
  /** Resolves when it is gone. */
  halt(): Promise<void>
  /** Resolves when it answers. */
  start(): Promise<void>
  /** Stops it for good. */
  stop(): Promise<void>
}

export interface Postgres extends Service {
  port: number
  /** Runs SQL and resolves to its answer: a line for each row, with a bar between values. */
  sql(text: string): Promise<string>
  /** Sends a signal to the server and all of its sessions. */
  signal(name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): Promise<void>
}

interface PostgresOptions {
  /** The folder of its programs. Default: those of Debian's newest. */
  programs?: string | undefined
  /** Settings, such as `wal_level=logical`. */
  settings?: string[]
}

/** Where Debian has the programs of its newest PostgreSQL. */
const VERSIONS = '/usr/lib/postgresql'
const newest = existsSync(VERSIONS)
  ? path.join(VERSIONS, readdirSync(VERSIONS).sort().at(-1) ?? '', 'bin')
  : ''

const REDIS = '/usr/bin/redis-server'

export const hasServices = existsSync(path.join(newest, 'initdb')) && existsSync(REDIS)

const execute = promisify(execFile)

/** PostgreSQL refuses to run as root. */
const isRoot = process.getuid?.() === 0
const AS_POSTGRES = ['--reuid=postgres', '--regid=postgres', '--init-groups', '--']

/** A PostgreSQL server with a database `tandem`, in a folder of its own. */
export async function startPostgres({
  programs = newest,
  settings = [],
}: PostgresOptions = {}): Promise<Postgres> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tandem-postgres-'))
  await chmod(folder, 0o755)
  if (isRoot) await execute('chown', ['postgres', folder])
  const data = path.join(folder, 'data')
  const port = await freePort()
  const run = async (name: string, ...args: string[]) => {
    const program = path.join(programs, name)
    const [command, ...all] = isRoot ? ['setpriv', ...AS_POSTGRES, program, ...args] : [program, ...args]
    // A server that connects to others looks for certificates at home, where it may not read root's.
    const { stdout } = await execute(command, all, { cwd: '/', env: { ...process.env, HOME: folder } })
    return stdout.trim()
  }
  await run('initdb', '-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8')
  const options = ['listen_addresses=127.0.0.1', ...settings].map((setting) => ` -c ${setting}`).join('')
  const control = (...args: string[]) => run('pg_ctl', '-D', data, '-w', ...args)
  const start = async () => {
    await control('-l', path.join(folder, 'log'), '-o', `-p ${port} -k ${folder}${options}`, 'start')
  }
  await start()
  const address = ['-h', folder, '-p', `${port}`, '-U', 'postgres']
  await run('createdb', ...address, 'tandem')
  return {
    port,
    sql: (text) => run('psql', ...address, '-d', 'tandem', '-v', 'ON_ERROR_STOP=1', '-XAtqc', text),
    signal: async (name) => {
      const pid = Number.parseInt(await readFile(path.join(data, 'postmaster.pid'), 'utf8'), 10)
      for (const one of [pid, ...childrenOf(pid)]) {
        try {
          process.kill(one, name)
        } catch {
          // A session that has just ended.
        }
      }
    },
    url: `postgresql://postgres@127.0.0.1:${port}/tandem`,
    // It recovers from its log then, as after a loss of power.
    halt: async () => {
      await control('-m', 'immediate', 'stop')
    },
    start,
    stop: async () => {
      await control('-m', 'immediate', 'stop').catch(() => {})
      await rm(folder, { recursive: true })
    },
  }
}

/** A Redis that keeps nothing on disk. */
export async function startRedis(): Promise<Service> {
  const port = await freePort()
  const launch = async () => {
    const child = spawn(REDIS, ['--port', `${port}`, '--bind', '127.0.0.1', '--save', ''], {
      cwd: tmpdir(),
      stdio: 'ignore',
    })
    while (!(await answers(port))) await sleep(20)
    return child
  }
  let child = await launch()
  const halt = async () => {
    const ended = once(child, 'exit')
    if (child.kill('SIGKILL')) await ended
  }
  return {
    url: `redis://127.0.0.1:${port}`,
    halt,
    start: async () => {
      child = await launch()
    },
    stop: halt,
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => settle(true)).on('error', () => settle(false))
    const settle = (is: boolean) => {
      socket.destroy()
      resolve(is)
    }
  })
}
