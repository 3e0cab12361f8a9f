import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { TestProject } from 'vitest/node'
import { environmentOf, ROOT, startServer } from './server.ts'
import { register } from './user.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** The origin that serves the built app. */
    url: string
    /** The server's `DATA_DIR`, which has the mails it sends. Empty if it is not known. */
    dataDir: string
  }
}

/** An administrator. Promoted while the server is stopped, because one process alone can open the embedded database. */
export const ADMIN = { name: 'Grace', email: 'grace@example.com', password: 'correct horse battery' }

/**
 * Starts one built server, as `pnpm start` does, for all browser tests. Every test registers its own users. With `E2E_URL`
 * the tests use a server that runs already, and read its mails in `E2E_DATA_DIR`.
 */
export default async function setup({ provide }: TestProject) {
  if (process.env.E2E_URL) {
    provide('url', process.env.E2E_URL)
    return provide('dataDir', process.env.E2E_DATA_DIR ?? '')
  }
  const dataDir = await mkdtemp(path.join(tmpdir(), 'tandem-e2e-'))
  const env = environmentOf(dataDir)
  const first = await startServer(env)
  await register(first.url, ADMIN)
  await first.stop()
  await run('node_modules/.bin/tsx', ['apps/server/src/main.ts', 'admin', 'promote', ADMIN.email], env)

  const server = await startServer(env)
  provide('url', server.url)
  provide('dataDir', dataDir)
  return async () => {
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
  }
}

async function run(command: string, args: string[], env: NodeJS.ProcessEnv): Promise<void> {
  const child = spawn(command, args, { cwd: ROOT, env, stdio: ['ignore', 'ignore', 'inherit'] })
  const [code] = await once(child, 'exit')
  if (code !== 0) throw new Error(`${args.join(' ')} exited with code ${code}`)
}
