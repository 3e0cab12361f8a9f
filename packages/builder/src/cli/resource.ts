import { apply } from '../apply/apply.ts'
import { explore, resolve, specFile } from '../explore/explore.ts'
import { givenBy } from '../interview/plan-dialogue.ts'
import { jsonOf, type Plan, planResource } from '../plan/plan.ts'
import { Refusal } from '../refusal.ts'
import { callsOf, pageOf } from './calls.ts'
import type { Console } from './console.ts'
import { EXIT, type ExitCode } from './exit.ts'
import { readSpec } from './input.ts'
import { askForPlan } from './interview.ts'
import { runCommands } from './run-commands.ts'
import { type Session, showPlan, showWarnings } from './session.ts'

/** `gen resource`: from a spec to a working resource. */
export async function genResource(session: Session): Promise<ExitCode> {
  const { root, folder, renderer, generate, out, flags } = session
  if (flags.spec === undefined) {
    if (!out.canAsk) throw new Refusal(missing(session))
    return askForResource(session)
  }
  const { spec, source } = await readSpec(flags.spec, folder)
  return session.alone(async () => {
    const onStep = (step: string) => out.progress(`… ${step}`)
    const plan = await planResource(spec, { root, renderer, generate, source, onStep })
    if (!flags.json || !flags.dryRun) showPlan(plan, out)
    return writeResource(plan, session)
  })
}

async function askForResource(session: Session): Promise<ExitCode> {
  const ending = await askForPlan(session)
  switch (ending.kind) {
    case 'write':
      showWarnings(ending.plan, session.out)
      if (session.flags.dryRun) sayNothingIsWritten(ending.plan, session)
      // While a person was asked, others could build: what they changed meanwhile is refused.
      return session.alone(() => writeResource(ending.plan, session))
    case 'leave':
      return EXIT.done
    case 'interrupted':
      session.out.say('Nothing was written.')
      return EXIT.interrupted
  }
}

/** Writes what was planned and shown, unless it was only to be shown. */
export async function writeResource(plan: Plan, session: Session): Promise<ExitCode> {
  const { root, place, out, flags } = session
  const isConflict = plan.changes.some(({ action }) => action === 'conflict')
  if (flags.dryRun) {
    if (flags.json) out.print(jsonOf(plan))
    return isConflict ? EXIT.unfinished : EXIT.done
  }
  if (plan.changes.length > 0) await apply(plan, { root, place })
  if (flags.json) out.print(jsonOf(plan))
  if (plan.changes.length === 0) {
    if (flags.spec === undefined) sayAgain(plan, out)
    return EXIT.done
  }
  if (isConflict) {
    out.complain('resolve the conflicts, then run: npx -y pnpm snapshot && npx -y pnpm check')
    sayAgain(plan, out)
    return EXIT.unfinished
  }
  const isGreen = (await runCommands(root, plan.commands, out)) && plan.trouble === undefined
  await sayWhatComesNext(plan, session)
  if (isGreen) out.say(`\nAll green: ${plan.commands.map(({ shows }) => shows).join(', ')}.`)
  return isGreen ? EXIT.done : EXIT.unfinished
}

/** The spec is not kept then, so the command has it. */
function sayNothingIsWritten({ spec }: Plan, { out }: Session): void {
  out.say('Nothing is written with --dry-run. To write it, without questions:')
  for (const line of givenBy(spec)) out.say(line)
}

function sayAgain({ spec }: Plan, out: Console): void {
  out.say(`\nThe same again, without questions: npx -y pnpm gen resource --spec ${specFile(spec.name)} --yes`)
}

async function sayWhatComesNext(plan: Plan, { root, out }: Session): Promise<void> {
  const { targets } = await explore(root)
  const resource = resolve(plan.spec, targets)
  out.say(
    '\nnpx -y pnpm start applies the migration. With API, USER_ID and AUTH as in README.md, you can call:',
  )
  for (const line of callsOf(resource)) out.say(`  ${line}`)
  if (resource.hasPage) out.say(`\nIts page in the web app: ${pageOf(resource)}`)
  sayAgain(plan, out)
}

function missing({ flags }: Session): string[] {
  const why = flags.yes
    ? '--yes says not to ask'
    : 'nobody can be asked here: there is no terminal, or CI is set'
  return [
    `--spec FILE (or - for standard input): is missing, and ${why}`,
    'npx -y pnpm gen resource --schema prints what is in a spec',
  ]
}
