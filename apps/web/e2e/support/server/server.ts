import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'

export const ROOT = path.join(import.meta.dirname, '../../../../..')

/** The environment of a server of the tests: nothing of the caller's but what Node.js needs. */
export const environmentOf = (dataDir: string): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  HOME: process.env.HOME,
  PORT: '0',
  DATA_DIR: dataDir,
  LOG_LEVEL: 'warn',
  RATE_LIMIT_MAX: '0',
  RATE_LIMIT_AUTH_MAX: '0',
})

/** Starts a built server, as `pnpm start` does. */
export async function startServer(
  env: NodeJS.ProcessEnv,
): Promise<{ url: string; stop: () => Promise<void> }> {
  const server = spawn(process.execPath, ['dist/main.js'], {
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
  return { url, stop: () => stop(server) }
}

async function stop(server: ChildProcess): Promise<void> {
  server.kill('SIGTERM')
  if (server.exitCode === null) await once(server, 'exit')
}
