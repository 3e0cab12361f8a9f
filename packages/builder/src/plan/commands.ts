import type { Resource } from '../spec/resource.ts'
import type { Change } from './change.ts'

/** A program of the root's `node_modules/.bin`. */
export interface Command {
  /** What it shows when it succeeds: `types`. */
  shows: string
  program: string
  args: readonly string[]
}

/** As one types it. */
export const spelled = ({ program, args }: Command) => ['pnpm exec', program, ...args].join(' ')

/** What runs once the files are written: generators, the formatter, the types, and the new tests. */
export function commandsFor({ names }: Resource, changes: readonly Change[]): Command[] {
  const commands = [generated, ...formatted(changes), typed(changes)]
  const folder = `packages/api/src/${names.folder}/`
  const tests = changes.filter(
    ({ path, after }) => path.startsWith(folder) && path.endsWith('.test.ts') && after !== undefined,
  )
  if (tests.length === 0) return commands
  return [...commands, { shows: 'tests', program: 'vitest', args: ['run', '--project', 'api', folder] }]
}

/** What runs once a resource is gone. */
export const commandsAfterUndo = (changes: readonly Change[]): Command[] => [generated, typed(changes)]

const generated: Command = {
  shows: 'database client',
  program: 'turbo',
  args: ['run', 'generate', '--output-logs=errors-only'],
}

function formatted(changes: readonly Change[]): Command[] {
  const files = changes
    .filter(
      ({ path, action, after }) => action === 'create' && after !== undefined && /\.(tsx?|json)$/.test(path),
    )
    .map(({ path }) => path)
  return files.length === 0
    ? []
    : [{ shows: 'format', program: 'biome', args: ['check', '--write', ...files] }]
}

function typed(changes: readonly Change[]): Command {
  const isWeb = changes.some(({ path }) => path.startsWith('apps/web/'))
  const packages = ['api', 'server', ...(isWeb ? ['web'] : [])]
  const filters = packages.map((name) => `--filter=@tandem/${name}`)
  return { shows: 'types', program: 'turbo', args: ['run', 'check', ...filters, '--output-logs=errors-only'] }
}
