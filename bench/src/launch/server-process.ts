import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ISSUER, SECRET } from '../dataset/tokens.ts'
import { childEnvironment } from '../environment.ts'
import { root, scratch, tandemServer } from '../folders.ts'
import { pinnedCommand } from '../machine/cores.ts'

export const SERVERS = ['tandem', 'floor', 'assembled'] as const
export type ServerName = (typeof SERVERS)[number]

export interface Server {
  name: ServerName
  pid: number
  origin: string
  stop(): Promise<void>
}

/** Where `build-servers.ts` writes the servers that Tandem is compared with. */
export const builtServers = path.join(scratch, 'servers')

/** What servers keep on disk beside their database. */
export const dataFolder = path.join(scratch, 'data')

const FILES: Record<ServerName, string> = {
  tandem: tandemServer,
  floor: path.join(builtServers, 'floor.js'),
  assembled: path.join(builtServers, 'assembled.js'),
}

/** The options of Node that `pnpm start` gives Tandem. */
function startOptions(): string[] {
  const { scripts } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'))
  const [, options] = /exec node (.*) dist\/main\.js$/.exec(scripts.start) ?? []
  if (options === undefined) throw new Error('`pnpm start` no longer ends as the bench expects')
  return options.split(' ')
}

const START_MS = 30_000
const STOP_MS = 15_000
const POLL_MS = 50

/** Starts a server on its core, and waits until it answers. */
export async function startServer(
  name: ServerName,
  databaseUrl: string,
  cores: string | null,
  variables: Record<string, string> = {},
): Promise<Server> {
  const port = await freePort()
  const nodeOptions = name === 'tandem' ? startOptions() : []
  const [command, args] = pinnedCommand(cores, process.execPath, [...nodeOptions, FILES[name]])
  const child = spawn(command, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...childEnvironment,
      NODE_ENV: 'production',
      PORT: String(port),
      DATABASE_URL: databaseUrl,
      DATA_DIR: dataFolder,
      JWT_SECRET: SECRET,
      JWT_ISSUER: ISSUER,
      JWT_AUDIENCE: ISSUER,
      LOG_LEVEL: 'warn',
      RATE_LIMIT_MAX: '0',
      RATE_LIMIT_AUTH_MAX: '0',
      STREAMS_MAX: '100000',
      ...variables,
    },
  })
  const outputTail = captureOutputTail(child)
  const server: Server = {
    name,
    pid: child.pid ?? 0,
    origin: `http://127.0.0.1:${port}`,
    stop: () => stop(child),
  }
  running.add(child)
  child.once('exit', () => running.delete(child))
  try {
    await waitUntilHealthy(server.origin, child)
    return server
  } catch (error) {
    await server.stop()
    throw new Error(`${name} did not start:\n${outputTail()}`, { cause: error })
  }
}

const running = new Set<ChildProcess>()

/** Kills all servers that are still running, without waiting for them. */
export function killServers(): void {
  for (const child of running) child.kill('SIGKILL')
}

async function waitUntilHealthy(origin: string, child: ChildProcess): Promise<void> {
  const deadline = performance.now() + START_MS
  while (child.exitCode === null && child.signalCode === null && performance.now() < deadline) {
    try {
      await (await fetch(`${origin}/health`)).arrayBuffer()
      return
    } catch {
      await sleep(POLL_MS)
    }
  }
  throw new Error('no answer')
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
  await exited
  clearTimeout(timer)
}

/** Keeps the end of what a process writes, for the error message when it fails. */
function captureOutputTail(child: ChildProcess): () => string {
  let text = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text = (text + chunk).slice(-2000)
    })
  }
  return () => text.trim()
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1')
  await once(probe, 'listening')
  const address = probe.address()
  probe.close()
  await once(probe, 'close')
  if (address === null || typeof address === 'string') throw new Error('no port is free')
  return address.port
}
