import cluster from 'node:cluster'
import { existsSync } from 'node:fs'
import v8 from 'node:v8'

/**
 * What keeps the memory of a server under load at two thirds (docs/decisions/013), and compiles of the embedded database only
 * what runs, and optimises what runs often, as Node 22 does by itself. `pnpm start` gives Node the same.
 */
export const NODE_OPTIONS = [
  '--max-semi-space-size=8',
  '--heap-growing-percent=20',
  '--no-allocation-site-pretenuring',
  '--v8-pool-size=1',
  '--wasm-lazy-compilation',
  '--wasm-tiering-budget=13000000',
]

/** V8 reads these whenever it uses them, and the others only when a process starts. */
const CHANGEABLE = [
  '--heap-growing-percent',
  '--no-allocation-site-pretenuring',
  '--wasm-lazy-compilation',
  '--wasm-tiering-budget',
]

const nameOf = (option: string) => option.split('=', 1)[0]

/**
 * Makes up for options that Node was started without. Node 22.15 and later replaces this process by one with all of them,
 * under the same process id. Before, some are set in this process, and all are given to workers.
 */
export function giveNodeItsOptions(): void {
  // A worker has them from the primary; a command is over before they matter.
  if (cluster.isWorker || process.argv.length > 2) return
  const given = process.execArgv.map(nameOf)
  const missing = NODE_OPTIONS.filter((option) => !given.includes(nameOf(option)))
  if (missing.length === 0) return
  const execArgv = [...missing, ...process.execArgv]
  // A process with a channel to its parent would lose it.
  if (!process.channel) replaceProcess([...execArgv, ...process.argv.slice(1)])
  for (const option of missing) if (CHANGEABLE.includes(nameOf(option) ?? '')) v8.setFlagsFromString(option)
  cluster.setupPrimary({ execArgv })
}

/** Returns only where Node cannot do it: before 22.15, on Windows, and where it does not know its own file, without `/proc`. */
function replaceProcess(args: string[]): void {
  // TypeScript knows the oldest Node that is supported.
  const execve: unknown = Reflect.get(process, 'execve')
  // It would end the process if there were no such file.
  if (typeof execve !== 'function' || !existsSync(process.execPath)) return
  Reflect.apply(execve, process, [process.execPath, [process.argv0, ...args]])
}
