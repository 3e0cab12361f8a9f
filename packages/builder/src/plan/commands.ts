import type { Resource } from '../spec/resource.ts'
import type { Change } from './change.ts'

/** A program of the root's `node_modules/.bin`. */
export interface Command {
  /** What it shows when it succeeds: `types`. */
  shows: string
  program: string
  args: readonly string[]
  /** It writes what the others read: nothing runs beside it. */
  isAlone?: true
}

/** As one types it. */
export const spelled = ({ program, args }: Command) =>
  ['pnpm exec', program, ...args.map((arg) => (/[^\w./=:@+-]/.test(arg) ? `'${arg}'` : arg))].join(' ')

/** What runs once the files are written, which have their form by then: generators, the formatter, the types, and the new tests. */
export function commandsFor({ isExtension, names }: Resource, changes: readonly Change[]): Command[] {
  const commands = [generated, ...formatted(changes), typed(changes)]
  const folder = `packages/api/src/${names.folder}/`
  const isTested = changes.some(
    ({ path, after }) => path.startsWith(folder) && path.endsWith('.test.ts') && after !== undefined,
  )
  // What was written by hand has tests of its own, which the new fields can fail.
  if (isExtension) return [...commands, vitest('tests', 'api', folder), walks(names.one)]
  return [...commands, ...(isTested ? [vitest('tests', 'api', folder)] : []), walks(names.one)]
}

/** The walks over all procedures, for those of one resource: who may call them, and that both APIs answer alike. */
function walks(name: string): Command {
  const files = ['api-keys', 'idempotency', 'isolation', 'parity'].map(
    (walk) => `apps/server/src/contract/${walk}.test.ts`,
  )
  return vitest('both APIs', 'server', ...files, '-t', `\\b${name}\\.`)
}

/** The types of tests have been checked by then. */
const vitest = (shows: string, project: string, ...args: string[]): Command => ({
  shows,
  program: 'vitest',
  args: ['run', '--typecheck.enabled=false', '--project', project, ...args],
})

/** What runs once a resource is gone. */
export const commandsAfterUndo = (changes: readonly Change[]): Command[] => [generated, typed(changes)]

const generated: Command = {
  shows: 'database client',
  program: 'turbo',
  args: ['run', 'generate', '--output-logs=errors-only'],
  isAlone: true,
}

function formatted(changes: readonly Change[]): Command[] {
  const files = changes
    .filter(
      ({ path, action, after }) => action === 'create' && after !== undefined && /\.(tsx?|json)$/.test(path),
    )
    .map(({ path }) => path)
  return files.length === 0
    ? []
    : [{ shows: 'format', program: 'biome', args: ['check', '--linter-enabled=false', ...files] }]
}

function typed(changes: readonly Change[]): Command {
  const isWeb = changes.some(({ path }) => path.startsWith('apps/web/'))
  const packages = ['api', 'server', ...(isWeb ? ['web'] : [])]
  const filters = packages.map((name) => `--filter=@tandem/${name}`)
  return { shows: 'types', program: 'turbo', args: ['run', 'check', ...filters, '--output-logs=errors-only'] }
}
