import { existsSync } from 'node:fs'
import path from 'node:path'
import type { Change } from './change.ts'
import type { Scratch } from './scratch.ts'

/** Writes in a copy of the project what follows from some changes, and returns those files. @throws with what was printed */
export type Generate = (changes: readonly Change[], scratch: Scratch) => Promise<Change[]>

/** The statements that tests compare with, of resources whose table has changed. */
async function writeStatements(changes: readonly Change[], scratch: Scratch): Promise<void> {
  const tests = changes
    .filter((change) => path.basename(change.path) === 'table.ts')
    .map((change) => path.join(path.dirname(change.path), 'statements/statements.test.ts'))
    .filter((file) => existsSync(path.join(scratch.folder, file)))
  if (tests.length === 0) return
  await scratch.run(
    '.',
    'vitest',
    'run',
    '--update',
    '--typecheck.enabled=false',
    '--project',
    'api',
    ...tests,
  )
}

/**
 * Runs in the copy what writes committed files from the source: the client's types and the documentation of the REST API.
 * Returns the files that change.
 *
 * @throws with what a generator printed
 */
export const generate: Generate = async (changes, scratch) => {
  await scratch.write(changes)
  await scratch.run('packages/db', 'prisma', 'generate')
  // One that fails leaves the others running, and the copy cannot be removed while they write to it.
  const written = await Promise.allSettled([
    scratch.run('packages/api', 'tsx', 'scripts/client-types.ts'),
    scratch.run('apps/server', 'tsx', 'scripts/openapi.ts'),
    writeStatements(changes, scratch),
  ])
  const failed = written.find((one) => one.status === 'rejected')
  if (failed) throw failed.reason
  const own = new Set(changes.map(({ path }) => path))
  return (await scratch.differences()).filter(({ path }) => !own.has(path))
}
