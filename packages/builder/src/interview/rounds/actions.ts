import { addItem, type Draft, nextKey, put, type Step, type Steps, textOf, withDraft } from '../draft.ts'
import { actionText, readAction } from '../lines/action-line.ts'
import type { TextQuestion } from '../question.ts'
import { isOther } from './other.ts'

/** The keys of the actions, where the answers are such that there are some. */
export function actionKeys(draft: Draft): readonly string[] {
  return isOther(draft, 'resource') && ['actions', 'chosen'].includes(textOf(draft, 'operations'))
    ? draft.actions
    : []
}

/** The actions, each on one line, until a line is empty. */
export function* actionsOf(draft: Draft): Steps {
  if (!['actions', 'chosen'].includes(textOf(draft, 'operations'))) return
  for (const [index, key] of draft.actions.entries()) yield actionStep(draft, key, index)
  if (textOf(draft, 'actions.done') === '') yield nextAction(draft)
}

/** The line of an action, from its answers. */
export function actionLine(draft: Draft, key: string): string {
  const [name = '', set = '', job = ''] = ['name', 'set', 'job'].map((part) =>
    textOf(draft, `${key}.${part}`),
  )
  return actionText({ name, set, job })
}

function actionStep(draft: Draft, key: string, index: number): Step {
  const name = textOf(draft, `${key}.name`)
  return {
    question: { ...lineQuestion(key, index), label: `Action ${name}`, message: `What does ${name} set?` },
    apply: (state, answer) => {
      const line = readAction(String(answer))
      if ('refusal' in line) throw new RangeError(line.refusal)
      return withDraft(state, (before) =>
        put(before, { [`${key}.name`]: line.name, [`${key}.set`]: line.set, [`${key}.job`]: line.job }),
      )
    },
  }
}

function nextAction(draft: Draft): Step {
  const isFirst = draft.actions.length === 0
  return {
    question: {
      ...lineQuestion(nextKey(draft), draft.actions.length),
      message: isFirst ? 'Which actions? One on a line, and an empty line ends them' : 'Another action?',
      help: isFirst
        ? 'archive, or archive sets archived = true, reason = "done". A field that is not there yet comes in round 2. A job that follows comes last: runs tellOwner'
        : 'An empty line ends them',
      refuse: (text) => (text === '' ? undefined : refuseAction(text)),
    },
    apply: (state, answer) =>
      withDraft(state, (before) => {
        if (answer === '') return put(before, { 'actions.done': 'yes' })
        const line = readAction(String(answer))
        if ('refusal' in line) throw new RangeError(line.refusal)
        return addItem(before, 'actions', { ...line })
      }),
  }
}

function lineQuestion(key: string, index: number): TextQuestion {
  return {
    id: `${key}.line`,
    kind: 'text',
    round: 1,
    message: '',
    recommended: '',
    refuse: refuseAction,
    about: [['actions', index]],
  }
}

function refuseAction(text: string): string | undefined {
  const line = readAction(text)
  return 'refusal' in line ? line.refusal : undefined
}
