import { messageOf } from '../message.ts'
import type { Spec } from '../spec/spec.ts'
import type { Engine, Plan } from './project.ts'
import type { ChoiceQuestion } from './question.ts'
import type { Reply, Terminal } from './terminal.ts'

export type Decision = 'write' | 'leave' | 'back' | 'interrupted'

/** The command that does the same where nothing was written. */
export function givenBy(spec: Spec): string[] {
  return [
    "npx -y pnpm gen resource --yes --spec - <<'END'",
    ...JSON.stringify(spec, null, 2).split('\n'),
    'END',
  ]
}

/** Shows what would be written, its diffs on demand, and asks whether to write it. */
export async function planDialogue(engine: Engine, terminal: Terminal, spec: Spec): Promise<Decision> {
  terminal.say('Planning: nothing is written yet')
  const plan = await planOrWords(engine, terminal, spec)
  if (terminal.interrupted.aborted) return 'interrupted'
  if (typeof plan === 'string') {
    terminal.warn(plan)
    return 'back'
  }
  terminal.show(
    'What will be written',
    plan.files.length > 0 ? filesOf(plan) : ['Nothing: all of it is there already'],
  )
  if (plan.sql !== undefined) terminal.show('The SQL of the migration', plan.sql.trim().split('\n'))
  for (;;) {
    const reply = await ask(terminal, decisionQuestion(plan))
    if (reply.kind !== 'answer') return reply.kind
    switch (reply.answer) {
      case 'diff': {
        const isShown = await showDiff(terminal, plan)
        if (!isShown) return 'interrupted'
        break
      }
      case 'write':
        return 'write'
      case 'leave':
        terminal.show('Nothing was written. The same without questions', givenBy(spec))
        return 'leave'
      default:
        return 'back'
    }
  }
}

/** The plan, or why there is none. */
async function planOrWords(engine: Engine, terminal: Terminal, spec: Spec): Promise<Plan | string> {
  try {
    return await engine.plan(spec, terminal.interrupted, (step) => {
      // A plan that nobody waits for any more goes on until its end.
      if (!terminal.interrupted.aborted) terminal.say(step)
    })
  } catch (error) {
    return messageOf(error)
  }
}

const filesOf = ({ files }: Plan): string[] => files.map(({ path, action }) => `${action.padEnd(8)}  ${path}`)

function decisionQuestion(plan: Plan): ChoiceQuestion {
  const conflicts = plan.files.filter(({ action }) => action === 'conflict').length
  return {
    id: 'plan',
    kind: 'choice',
    round: 4,
    message: conflicts > 0 ? `Write it, with ${conflicts} conflicts to resolve by hand?` : 'Write it?',
    options: [
      { value: 'write', label: 'Yes, write it' },
      ...(plan.files.length > 0 ? [{ value: 'diff', label: 'Show what changes in a file' }] : []),
      { value: 'back', label: 'No, change an answer' },
      { value: 'leave', label: 'No, write nothing' },
    ],
    recommended: 'write',
    about: [],
  }
}

/** Shows one diff. @returns false when the person left */
async function showDiff(terminal: Terminal, { files }: Plan): Promise<boolean> {
  const reply = await ask(terminal, {
    id: 'plan.diff',
    kind: 'choice',
    round: 4,
    message: 'Which one?',
    options: files.map(({ path, action }) => ({ value: path, label: path, hint: action })),
    recommended: '',
    about: [],
  })
  const file = files.find(({ path }) => reply.kind === 'answer' && path === reply.answer)
  if (file) terminal.show(file.path, file.diff.trimEnd().split('\n'))
  return reply.kind !== 'interrupted'
}

const ask = (terminal: Terminal, question: ChoiceQuestion): Promise<Reply> =>
  terminal.ask(question, undefined, () => undefined)
