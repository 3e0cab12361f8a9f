import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Change } from './change.ts'
import type { Scratch } from './scratch.ts'

/** What the project's formatter has a say in. */
const FORMATTED = /\.(ts|tsx|json|css)$/

/** Files in the form that the project's formatter gives them, with their imports in order. */
export async function formatFiles(
  files: ReadonlyMap<string, string>,
  scratch: Scratch,
): Promise<Map<string, string>> {
  const changes = [...files].map(
    ([file, after]): Change => ({ path: file, before: undefined, after, action: 'create' }),
  )
  await scratch.write(changes)
  await format([...files.keys()], scratch)
  const texts = await Promise.all(
    changes.map(async (change) => [change.path, await textOf(change.path, scratch)] as const),
  )
  await scratch.restore([...files.keys()])
  return new Map(texts)
}

/**
 * Changes in the form that the formatter gives them. A file that was not in this form before keeps its own, and only what is
 * spliced in changes.
 */
export async function formatEdits(changes: readonly Change[], scratch: Scratch): Promise<Change[]> {
  const candidates = changes.filter(
    ({ path: file, action, after }) => FORMATTED.test(file) && action !== 'conflict' && after !== undefined,
  )
  const edits = candidates.filter(({ before }) => before !== undefined)
  await format(
    edits.map((change) => change.path),
    scratch,
  )
  const formatted = new Set(candidates.map((change) => change.path))
  for (const { path: file, before } of edits)
    if ((await textOf(file, scratch)) !== before) formatted.delete(file)
  await scratch.write(candidates.filter((change) => formatted.has(change.path)))
  await format([...formatted], scratch)
  return Promise.all(
    changes.map(async (change) =>
      formatted.has(change.path) ? { ...change, after: await textOf(change.path, scratch) } : change,
    ),
  )
}

async function format(files: readonly string[], scratch: Scratch): Promise<void> {
  const formatted = files.filter((file) => FORMATTED.test(file))
  if (formatted.length === 0) return
  await scratch.run(
    '.',
    'biome',
    'check',
    '--write',
    '--linter-enabled=false',
    '--no-errors-on-unmatched',
    ...formatted,
  )
}

const textOf = (file: string, scratch: Scratch) => readFile(path.join(scratch.folder, file), 'utf8')
