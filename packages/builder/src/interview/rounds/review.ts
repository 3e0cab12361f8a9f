import { displayOf } from '../display.ts'
import {
  type Draft,
  draftOf,
  forget,
  put,
  type State,
  type Step,
  type Steps,
  textOf,
  withDraft,
} from '../draft.ts'
import type { Option, Question } from '../question.ts'
import { actionKeys, actionLine } from './actions.ts'
import { fieldLine } from './fields.ts'
import { isOther } from './other.ts'

const ID = 'review'

/** Ends the questions: shows what was answered, and leads on, or back to any earlier question. */
export function* review(state: State, asked: readonly Question[], summary: readonly string[]): Steps {
  const draft = draftOf(state)
  yield reviewStep(draft, asked, summary)
  switch (textOf(draft, ID)) {
    case 'change':
      yield changeStep(draft, asked)
      return
    case 'remove':
      yield removeStep(draft)
      return
  }
}

/** What is added to by another line. */
const DONE: ReadonlyMap<string, string> = new Map([
  ['addField', 'fields.done'],
  ['addAction', 'actions.done'],
])

function reviewStep(draft: Draft, asked: readonly Question[], summary: readonly string[]): Step {
  const takesActions = ['actions', 'chosen'].includes(textOf(draft, 'operations'))
  return {
    question: {
      id: ID,
      kind: 'choice',
      round: 4,
      message: 'Is all of that right?',
      summary,
      options: [
        { value: 'on', label: 'Yes, show me the plan', hint: 'nothing is written yet' },
        { value: 'addField', label: 'Add fields', asksMore: true },
        ...(takesActions && isOther(draft, 'resource')
          ? [{ value: 'addAction', label: 'Add actions', asksMore: true as const }]
          : []),
        ...(answersToChange(draft, asked).length > 0
          ? [{ value: 'change', label: 'Change an answer', asksMore: true as const }]
          : []),
        ...(removable(draft).length > 0
          ? [{ value: 'remove', label: 'Remove a field or an action', asksMore: true as const }]
          : []),
      ],
      recommended: 'on',
      about: [],
    },
    apply: (state, answer) =>
      withDraft(state, (before) => {
        const done = DONE.get(String(answer))
        return done === undefined ? put(before, { [ID]: answer }) : forget(before, ID, done)
      }),
  }
}

function changeStep(draft: Draft, asked: readonly Question[]): Step {
  return {
    question: {
      id: `${ID}.change`,
      kind: 'choice',
      round: 4,
      message: 'Which answer?',
      options: answersToChange(draft, asked),
      recommended: '',
      about: [],
    },
    apply: (before, answer) => {
      const forgotten = withDraft(before, (old) => forget(old, ID, `${ID}.change`))
      return { ...forgotten, at: String(answer) }
    },
  }
}

/** The answers, and of each field and action its line. */
function answersToChange(draft: Draft, asked: readonly Question[]): Option[] {
  const keys = [...draft.fields, ...draft.actions]
  return asked.flatMap((question) => {
    const [key = '', part] = question.id.split('.')
    if (question.label === undefined || (keys.includes(key) && part !== 'line')) return []
    const label = labelOf(draft, question, key)
    return label === undefined ? [] : [{ value: question.id, label, asksMore: true as const }]
  })
}

function labelOf(draft: Draft, question: Question, key: string): string | undefined {
  if (draft.fields.includes(key)) return `${question.label}: ${fieldLine(draft, key)}`
  if (draft.actions.includes(key)) return `${question.label}: ${actionLine(draft, key)}`
  const answer = draft.answers[question.id]
  return answer === undefined ? undefined : `${question.label}: ${displayOf(question, answer) || 'none'}`
}

const removable = (draft: Draft) => [...draft.fields, ...actionKeys(draft)]

function removeStep(draft: Draft): Step {
  return {
    question: {
      id: `${ID}.remove`,
      kind: 'choice',
      round: 4,
      message: 'Which one?',
      options: removable(draft).map((key) => ({
        value: key,
        label: textOf(draft, `${key}.name`),
        hint: draft.fields.includes(key) ? 'field' : 'action',
      })),
      recommended: '',
      about: [],
    },
    apply: (state, answer) =>
      withDraft(state, (before) => {
        const rest = (keys: readonly string[]) => keys.filter((key) => key !== answer)
        return forget(
          { ...before, fields: rest(before.fields), actions: rest(before.actions) },
          ID,
          `${ID}.remove`,
        )
      }),
  }
}
