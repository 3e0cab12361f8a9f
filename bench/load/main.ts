import { errorMessage, log } from '../src/log.ts'
import { load } from './load.ts'
import { readOptions, USAGE, UsageError } from './options.ts'
import { isClean, reportOf } from './report.ts'

const interrupted = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort())

try {
  const steps = await load(readOptions(process.argv.slice(2)), interrupted.signal)
  process.stdout.write(reportOf(steps))
  process.exitCode = interrupted.signal.aborted ? 130 : steps.every(isClean) ? 0 : 1
} catch (error) {
  log(error instanceof UsageError ? `${error.message}\n\n${USAGE}` : `load: ${errorMessage(error)}`)
  process.exitCode = error instanceof UsageError ? 2 : 1
}
