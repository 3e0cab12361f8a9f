import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { freePort } from '../../src/testing/free-port.ts'

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

/** Where Debian has the programs of its newest PostgreSQL. */
const VERSIONS = '/usr/lib/postgresql'
const programs = existsSync(VERSIONS)
  ? path.join(VERSIONS, readdirSync(VERSIONS).sort().at(-1) ?? '', 'bin')
  : ''

const REDIS = '/usr/bin/redis-server'

export const hasServices = existsSync(path.join(programs, 'initdb')) && existsSync(REDIS)

const execute = promisify(execFile)

/** PostgreSQL refuses to run as root. */
const isRoot = process.getuid?.() === 0
const AS_POSTGRES = ['--reuid=postgres', '--regid=postgres', '--init-groups', '--']

/** A PostgreSQL server with a database `tandem`, in a folder of its own. */
export async function startPostgres(): Promise<Service> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tandem-postgres-'))
  await chmod(folder, 0o755)
  if (isRoot) await execute('chown', ['postgres', folder])
  const data = path.join(folder, 'data')
  const port = await freePort()
  const run = async (name: string, ...args: string[]) => {
    const program = path.join(programs, name)
    if (isRoot) await execute('setpriv', [...AS_POSTGRES, program, ...args], { cwd: '/' })
    else await execute(program, args, { cwd: '/' })
  }
  await run('initdb', '-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C.UTF-8')
  const settings = `-p ${port} -k ${folder} -c listen_addresses=127.0.0.1`
  const control = (...args: string[]) => run('pg_ctl', '-D', data, '-w', ...args)
  const start = () => control('-l', path.join(folder, 'log'), '-o', settings, 'start')
  await start()
  await run('createdb', '-h', folder, '-p', `${port}`, '-U', 'postgres', 'tandem')
  return {
    url: `postgresql://postgres@127.0.0.1:${port}/tandem`,
    // It recovers from its log then, as after a loss of power.
    halt: () => control('-m', 'immediate', 'stop'),
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
