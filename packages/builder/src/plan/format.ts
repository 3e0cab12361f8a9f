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
 * The changes of files that have other owners too, formatted where the file was formatted before. Where it was not, only
 * what is spliced in changes.
 */
export async function formatEdits(changes: readonly Change[], scratch: Scratch): Promise<Change[]> {
  const files = changes.filter(
    ({ path: file, action, after }) => FORMATTED.test(file) && action !== 'conflict' && after !== undefined,
  )
  await format(
    files.map((change) => change.path),
    scratch,
  )
  const wasFormatted = new Set<string>()
  for (const { path: file, before } of files)
    if ((await textOf(file, scratch)) === before) wasFormatted.add(file)
  const formattable = files.filter((change) => wasFormatted.has(change.path))
  await scratch.write(formattable)
  await format([...wasFormatted], scratch)
  return Promise.all(
    changes.map(async (change) =>
      wasFormatted.has(change.path) ? { ...change, after: await textOf(change.path, scratch) } : change,
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
