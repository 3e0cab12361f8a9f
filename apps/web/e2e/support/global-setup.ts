import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { register } from './user.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The origin that serves the built app. */
    url: string
  }
}

/** An administrator. Promoted while the server is stopped, because one process alone can open the embedded database. */
export const ADMIN = { name: 'Grace', email: 'grace@example.com', password: 'correct horse battery' }

const ROOT = path.join(import.meta.dirname, '../../../..')

/**
 * Starts one built server, as `pnpm start` does, for all browser tests. Every test registers its own users. With `E2E_URL`
 * the tests use a server that runs already.
 */
export default async function setup({ provide }: TestProject) {
  if (process.env.E2E_URL) return provide('url', process.env.E2E_URL)
  const dataDir = await mkdtemp(path.join(tmpdir(), 'tandem-e2e-'))
  const env = {
    PATH: process.env.PATH,
    HOME: process.env.HOME,
    PORT: '0',
    DATA_DIR: dataDir,
    LOG_LEVEL: 'warn',
    RATE_LIMIT_MAX: '0',
    RATE_LIMIT_AUTH_MAX: '0',
  }
  const first = await startServer(env)
  await register(first.url, ADMIN)
  await stop(first.server)
  await run('node_modules/.bin/tsx', ['apps/server/src/commands/promote.ts', ADMIN.email], env)

  const { server, url } = await startServer(env)
  provide('url', url)
  return async () => {
    await stop(server)
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function startServer(env: NodeJS.ProcessEnv): Promise<{ server: ChildProcess; url: string }> {
  const server = spawn(process.execPath, ['apps/server/dist/main.js'], {
    cwd: ROOT,
    env,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  const url = await new Promise<string>((resolve, reject) => {
    server.once('exit', () => reject(new Error(`the server exited:\n${output}`)))
    server.stdout?.on('data', (chunk) => {
      output += chunk
      const found = /Web +(\S+)/.exec(output)?.[1]
      if (found) resolve(found)
    })
  })
  return { server, url }
}

async function stop(server: ChildProcess): Promise<void> {
  server.kill('SIGTERM')
  if (server.exitCode === null) await once(server, 'exit')
}

async function run(command: string, args: string[], env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn(command, args, { cwd: ROOT, env, stdio: ['ignore', 'ignore', 'inherit'] })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`${args.join(' ')} exited with code ${code}`)
}
