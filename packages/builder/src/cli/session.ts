import type { Place } from '@tandem/db/reverse'
import type { Generate } from '../plan/generate.ts'
import type { Plan } from '../plan/plan.ts'
import type { Renderer } from '../plan/renderer.ts'
import type { Console } from './console.ts'

export interface Flags {
  spec?: string | undefined
  dryRun: boolean
  json: boolean
  yes: boolean
}

/** What the commands of one run share. */
export interface Session {
  /** The folder of the project. */
  root: string
  /** The folder that paths are given from. */
  folder: string
  /** The database that the environment names. */
  place: Place
  renderer: Renderer
  /** What writes committed files from the source. Default: the generators of this repository. */
  generate?: Generate | undefined
  out: Console
  flags: Flags
  /** Does what no other run may do at the same time. */
  alone<T>(work: () => Promise<T>): Promise<T>
}

/** Shows what a plan would do, one line for each file. */
export function showPlan(plan: Plan, out: Console): void {
  const { changes, migration, kept } = plan
  if (changes.length === 0 && kept.length === 0) out.say('Nothing changes.')
  for (const { path, action, after } of changes)
    out.say(`${(after === undefined ? 'remove' : action).padEnd(8)}  ${path}`)
  if (migration) out.say(`\n${migration.sql.trim()}\n`)
  showRemoval(plan, out)
  showWarnings(plan, out)
}

/** Says which database an undo reverses migrations in, and what becomes of others that have them: they are not known here. */
function showRemoval({ reversal, removal }: Plan, out: Console): void {
  if (!removal) return
  const { location } = removal
  const migrations = removal.migrations.join(', ')
  out.say(
    reversal
      ? `\nIn the database ${location}:\n${reversal.sql.trim()}`
      : `\nNothing is reversed in a database: ${location} does not have ${migrations}.`,
  )
  out.say(
    `Another database that has ${migrations} cannot be started without it: run this undo with its DATA_DIR or DATABASE_URL instead.\n`,
  )
}

/** Says what of a plan somebody should look at. */
export function showWarnings(
  { kept, trouble, dirty }: Pick<Plan, 'kept' | 'trouble' | 'dirty'>,
  out: Console,
): void {
  for (const { path, part, isNeeded } of kept)
    out.complain(
      `${path}${part === undefined ? '' : ` (${part})`}: stays, ${isNeeded ? 'since what stays needs it' : 'since it was edited by hand'}`,
    )
  if (dirty.length > 0) out.complain(`not committed yet, and kept in what they have: ${dirty.join(', ')}`)
  if (trouble !== undefined) out.complain(`a generator failed on what was edited by hand:\n${trouble}`)
}
