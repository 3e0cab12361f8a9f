import { createInterface } from 'node:readline/promises'
import { apply } from '../apply/apply.ts'
import { jsonOf } from '../plan/plan.ts'
import { planUndo } from '../undo/undo.ts'
import { EXIT, type ExitCode } from './exit.ts'
import { runCommands } from './run-commands.ts'
import { type Session, showPlan } from './session.ts'

/** `gen undo NAME`: takes back what was written. */
export async function genUndo(name: string, session: Session): Promise<ExitCode> {
  const { root, renderer, generate, place, out, flags } = session
  const plan = await planUndo(name, {
    root,
    renderer,
    generate,
    place,
    onStep: (step) => out.progress(`… ${step}`),
  })
  if (!flags.json || !flags.dryRun) showPlan(plan, out)
  const code = plan.kept.length > 0 ? EXIT.unfinished : EXIT.done
  if (flags.dryRun) {
    if (flags.json) out.print(jsonOf(plan))
    return code
  }
  if (out.canAsk && !flags.json && !(await isWanted(plan.reversal !== undefined))) {
    out.say('Nothing was written.')
    return EXIT.interrupted
  }
  await apply(plan, { root, place }, true)
  if (flags.json) out.print(jsonOf(plan))
  if (plan.reversal)
    out.say(`reversed ${plan.reversal.migrations.join(', ')} in the database ${plan.removal?.location}`)
  const isGreen = await runCommands(root, plan.commands, out)
  return isGreen ? code : EXIT.unfinished
}

async function isWanted(isReversed: boolean): Promise<boolean> {
  const lines = createInterface({ input: process.stdin, output: process.stdout })
  const aborted = new Promise<string>((resolve) => lines.on('close', () => resolve('')))
  try {
    const what = isReversed
      ? 'Remove all this, the table and its rows included? [y/N] '
      : 'Remove all this? [y/N] '
    return /^y(es)?$/i.test((await Promise.race([lines.question(what), aborted])).trim())
  } finally {
    lines.close()
  }
}
