import path from 'node:path'
import { parseArgs } from 'node:util'
import { locationOf } from '@tandem/db/reverse'
import { lockProject, recover } from '../apply/apply.ts'
import { messageOf } from '../message.ts'
import { Refusal } from '../refusal.ts'
import { jsonSchema } from '../spec/read.ts'
import { consoleOf } from './console.ts'
import { EXIT, type ExitCode } from './exit.ts'
import { genResource } from './resource.ts'
import type { Session } from './session.ts'
import { genUndo } from './undo.ts'

const USAGE = `usage: pnpm gen resource              asks, shows a plan, and writes a resource
       pnpm gen resource --spec FILE  the same from a spec, without questions (- for standard input)
       pnpm gen resource --schema     prints the JSON Schema of a spec
       pnpm gen undo NAME             takes a resource back
         --dry-run  only shows the plan     --json  prints it as JSON
         --yes      asks nothing`

const options = {
  spec: { type: 'string' },
  schema: { type: 'boolean', default: false },
  'dry-run': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
  yes: { type: 'boolean', short: 'y', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const

/** What surrounds a run. */
export interface Surroundings extends Pick<Session, 'root' | 'renderer' | 'generate'> {
  /** The environment, of which NO_COLOR is removed. */
  env: Record<string, string | undefined>
}

/** Runs a command line, and says what is wrong with it. Returns the exit code. */
export async function run(args: string[], surroundings: Surroundings): Promise<ExitCode> {
  try {
    return await runCommand(args, surroundings)
  } catch (error) {
    const isUsage =
      error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
    const lines = error instanceof Refusal ? error.lines : [messageOf(error)]
    process.stderr.write(`${[...lines, ...(isUsage ? [USAGE] : [])].join('\n')}\n`)
    return EXIT.refused
  }
}

async function runCommand(
  args: string[],
  { root, renderer, generate, env }: Surroundings,
): Promise<ExitCode> {
  const { values: flags, positionals } = parseArgs({ args, options, allowPositionals: true })
  const [command, name, ...rest] = positionals
  if (flags.help) {
    process.stdout.write(`${USAGE}\n`)
    return EXIT.done
  }
  const isUndo =
    command === 'undo' && name !== undefined && rest.length === 0 && flags.spec === undefined && !flags.schema
  const isResource = command === 'resource' && name === undefined
  if (!isUndo && !isResource) throw new Refusal([USAGE])
  if (flags.schema) {
    process.stdout.write(`${JSON.stringify(jsonSchema(), null, 2)}\n`)
    return EXIT.done
  }
  const isPlain = Boolean(env.NO_COLOR)
  // Node would leave out the look that prompts give their cursor. Without colours it becomes a character (`plain.ts`).
  if (isPlain) delete env.NO_COLOR
  const session: Session = {
    root,
    folder: env.INIT_CWD ?? process.cwd(),
    place: {
      url: env.DIRECT_DATABASE_URL || env.DATABASE_URL,
      dataDir: path.resolve(root, env.DATA_DIR || '.data'),
    },
    renderer,
    generate,
    out: consoleOf({
      isJson: flags.json,
      isYes: flags.yes,
      isCi: Boolean(env.CI),
      isPlain,
    }),
    alone: (work) => alone(root, work),
    flags: { spec: flags.spec, dryRun: flags['dry-run'], json: flags.json, yes: flags.yes },
  }
  await session.alone(() => endEarlierRun(session))
  return isUndo ? session.alone(() => genUndo(name, session)) : genResource(session)
}

async function alone<T>(root: string, work: () => Promise<T>): Promise<T> {
  const unlock = lockProject(root)
  try {
    return await work()
  } finally {
    unlock()
  }
}

async function endEarlierRun({ root, place, out }: Session): Promise<void> {
  const recovery = await recover({ root, place })
  if (!recovery) return
  const { journal, edited, reversed } = recovery
  out.complain(
    journal.ending === 'takeBack'
      ? `took back what an earlier run for ${journal.name} had written before it was killed`
      : `finished the undo of ${journal.name}, which was killed`,
  )
  if (reversed.length > 0)
    out.complain(`reversed ${reversed.join(', ')} in the database ${locationOf(place)}`)
  for (const file of edited) out.complain(`${file}: was edited since, and stays as it is`)
}
