import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import path from 'node:path'

export interface ServerProcess {
  child: ChildProcess
  /** The address it says it serves at; rejects when it stops instead. */
  url: Promise<string>
  /** Everything it has written, once it has stopped. */
  end: Promise<{ code: number | null; signal: string | null; output: string }>
}

const running = new Set<ServerProcess>()

/** Kills whatever a test has left behind, and waits for it. */
export async function killAll(): Promise<void> {
  for (const { child } of running) child.kill('SIGKILL')
  await Promise.all([...running].map(({ end }) => end))
}

/** The server as a process of its own, with nothing in its environment but what is given. */
export function launchServer(
  variables: Record<string, string>,
  entry = 'main.ts',
  args: string[] = [],
): ServerProcess {
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', path.join(import.meta.dirname, '..', entry), ...args],
    {
      env: { PATH: process.env.PATH, PORT: '0', LOG_LEVEL: 'warn', ...variables },
    },
  )
  let output = ''
  const url = new Promise<string>((resolve, reject) => {
    const read = (chunk: Buffer) => {
      output += chunk
      const found = /Web +(\S+)/.exec(output)?.[1]
      if (found) resolve(found)
    }
    child.stdout?.on('data', read)
    child.stderr?.on('data', read)
    child.once('close', () => reject(new Error(`the server stopped:\n${output}`)))
  })
  url.catch(() => {}) // whoever waits for the end is told there
  const end = once(child, 'close').then(([code, signal]) => {
    running.delete(launched)
    return { code, signal, output }
  })
  const launched: ServerProcess = { child, url, end }
  running.add(launched)
  return launched
}
