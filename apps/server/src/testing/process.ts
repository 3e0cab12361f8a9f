import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { throughPooler } from '@tandem/db/testing'
import { inject } from 'vitest'

export interface ServerProcess {
  child: ChildProcess
  /** The URL that it prints after its start. Rejects if it exits before. */
  url: Promise<string>
  /** Everything it has printed so far. */
  output(): string
  /** The process ids of its children. */
  workers(): number[]
  /** Resolves when it exits, with everything it printed. */
  end: Promise<{ code: number | null; signal: string | null; output: string }>
}

const running = new Set<ServerProcess>()

/** Kills the processes that tests left behind, and waits for their end. */
export async function killAll(): Promise<void> {
  for (const { child } of running) child.kill('SIGKILL')
  await Promise.all([...running].map(({ end }) => end))
}

/** Starts the server as a process with only the given environment. */
export function launchServer(
  variables: Record<string, string>,
  entry = 'main.ts',
  args: string[] = [],
): ServerProcess {
  const program = path.join(inject('processes'), entry.replace(/ts$/, 'js'))
  const child = spawn(
    process.execPath,
    // Optimised code of PGlite's WebAssembly takes seconds to make, and a test ends before it pays for itself.
    ['--liftoff-only', '--wasm-lazy-compilation', program, ...args],
    {
      env: {
        PATH: process.env.PATH,
        // Node writes there what ran, when the process exits.
        NODE_V8_COVERAGE: inject('processCoverage'),
        PORT: '0',
        LOG_LEVEL: 'warn',
        DRAIN_DELAY: '0',
        ...throughPooler(variables),
      },
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
  url.catch(() => {}) // Tests of failing starts only await `end`.
  const end = once(child, 'close').then(([code, signal]) => {
    running.delete(launched)
    return { code, signal, output }
  })
  const launched: ServerProcess = {
    child,
    url,
    end,
    output: () => output,
    workers: () => childrenOf(child.pid),
  }
  running.add(launched)
  return launched
}

/** The process ids of a process's children. */
export function childrenOf(pid: number | undefined): number[] {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
  return children === '' ? [] : children.split(' ').map(Number)
}
