import { explore, type ProjectState } from '../explore/explore.ts'
import { ClackTerminal } from '../interview/clack/clack-terminal.ts'
import type { Engine, Project } from '../interview/project.ts'
import { interview, type Outcome } from '../interview/session.ts'
import { shown } from '../plan/change.ts'
import { type Plan, planResource } from '../plan/plan.ts'
import { openChecks } from './checks.ts'
import { planAhead } from './planning.ts'
import type { Session } from './session.ts'

/** How an interview ended. What is to be written is in the plan that was agreed to. */
export type Ending = { kind: 'write'; plan: Plan } | { kind: 'leave' } | { kind: 'interrupted' }

/** Asks in the terminal what to build, and shows its plan. */
export async function askForPlan({ root, renderer, generate, out, flags }: Session): Promise<Ending> {
  const project = await explore(root)
  const checks = openChecks(project)
  const terminal = new ClackTerminal({
    input: process.stdin,
    // Standard output is for JSON alone, where that was asked for.
    output: flags.json ? process.stderr : process.stdout,
    isPlain: out.isPlain,
  })
  let agreed: Plan | undefined
  const planning = planAhead((spec, onStep, signal) =>
    planResource(spec, { root, renderer, generate, onStep, signal }),
  )
  const plan: Engine['plan'] = async (spec, signal, onStep) => {
    agreed = await planning.plan(spec, signal, onStep)
    return { files: agreed.changes.map(shown), sql: agreed.migration?.sql }
  }
  try {
    const engine = { project: seenBy(project), check: checks.check, plan, foresee: planning.begin }
    const outcome = await interview(engine, terminal)
    return endingOf(outcome, agreed)
  } finally {
    terminal.close()
    await Promise.all([planning.close(), checks.close()])
  }
}

function endingOf(outcome: Outcome, plan: Plan | undefined): Ending {
  if (outcome.kind !== 'write') return { kind: outcome.kind }
  if (!plan) throw new Error('nothing was planned')
  return { kind: 'write', plan }
}

/** What of the project the interview offers. */
function seenBy({ targets, specs }: ProjectState): Project {
  return {
    parents: [...targets].filter(([, { isOwned, parent }]) => isOwned && !parent).map(([name]) => name),
    models: [...targets.keys(), 'user'],
    extendable: [...specs.values()].filter(({ name }) => !targets.get(name)?.byHand),
    byHand: [...targets]
      .filter(([, { byHand }]) => byHand)
      .map(([name]) => specs.get(name) ?? { version: 1, name, fields: [] }),
  }
}
