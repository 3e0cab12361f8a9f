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
import { type Answer, type Option, type Question, ROUNDS, type Round } from '../question.ts'

/** What a round lists, and what can be added to it and removed. */
const ITEMS: Readonly<Partial<Record<Round, { list: 'actions' | 'fields'; one: string; done: string }>>> = {
  1: { list: 'actions', one: 'an action', done: 'actions.done' },
  2: { list: 'fields', one: 'a field', done: 'fields.done' },
}

/** Ends a round: shows what was answered, and leads on, or back to any earlier question. */
export function* review(
  round: Round,
  state: State,
  asked: readonly Question[],
  summary: readonly string[],
): Steps {
  const draft = draftOf(state)
  const id = `review${round}`
  const canChange = answersToChange(draft, asked).length > 0
  yield reviewStep({ round, id, draft, summary, canChange })
  switch (textOf(draft, id)) {
    case 'change':
      yield* changeSteps(round, id, state, asked)
      return
    case 'remove':
      yield removeStep(round, id, draft)
      return
  }
}

interface Review {
  round: Round
  id: string
  draft: Draft
  summary: readonly string[]
  /** Something was answered before it. */
  canChange: boolean
}

function reviewStep({ round, id, draft, summary, canChange }: Review): Step {
  const items = ITEMS[round]
  return {
    question: {
      id,
      kind: 'choice',
      round,
      message: `${ROUNDS[round]}: is that right?`,
      summary,
      options: [
        { value: 'on', label: 'Yes, go on' },
        ...(items ? [{ value: 'add', label: `Add ${items.one}` }] : []),
        ...(canChange ? [{ value: 'change', label: 'Change an answer' }] : []),
        ...(items && draft[items.list].length > 0 ? [{ value: 'remove', label: `Remove ${items.one}` }] : []),
      ],
      recommended: 'on',
      about: [],
    },
    apply: (state, answer) =>
      withDraft(state, (before) =>
        answer === 'add' && items ? forget(before, id, items.done) : put(before, { [id]: answer }),
      ),
  }
}

function* changeSteps(round: Round, id: string, state: State, asked: readonly Question[]): Steps {
  const draft = draftOf(state)
  const chosen = textOf(draft, `${id}.change`)
  yield {
    question: {
      id: `${id}.change`,
      kind: 'choice',
      round,
      message: 'Which answer?',
      options: answersToChange(draft, asked),
      recommended: '',
      about: [],
    },
    apply: (before, answer) =>
      isFieldKey(draft, String(answer))
        ? withDraft(before, (old) => put(old, { [`${id}.change`]: answer }))
        : goBackTo(before, id, answer),
  }
  if (!isFieldKey(draft, chosen)) return
  const parts = asked.filter((question) => belongsTo(question, chosen))
  yield {
    question: {
      id: `${id}.part`,
      kind: 'choice',
      round,
      message: `What of ${textOf(draft, `${chosen}.name`)}?`,
      options: parts.flatMap((question) => optionFor(draft, question)),
      recommended: '',
      about: [],
    },
    apply: (before, answer) => goBackTo(before, id, answer),
  }
}

const isFieldKey = (draft: Draft, text: string) => draft.fields.includes(text)

function goBackTo(state: State, id: string, answer: Answer): State {
  const forgotten = withDraft(state, (draft) => forget(draft, id, `${id}.change`, `${id}.part`))
  return { ...forgotten, at: String(answer) }
}

/** One option for an answer, and one for a whole field. */
function answersToChange(draft: Draft, asked: readonly Question[]): Option[] {
  const own = asked.filter((question) => !draft.fields.some((key) => belongsTo(question, key)))
  const fields = draft.fields.filter((key) => asked.some((question) => belongsTo(question, key)))
  return [
    ...own.flatMap((question) => optionFor(draft, question)),
    ...fields.map((key) => ({
      value: key,
      label: `Field ${textOf(draft, `${key}.name`)}`,
      hint: textOf(draft, `${key}.type`),
    })),
  ]
}

const belongsTo = (question: Question, key: string) => question.id.startsWith(`${key}.`)

function optionFor(draft: Draft, question: Question): Option[] {
  const answer = draft.answers[question.id]
  if (question.label === undefined || answer === undefined) return []
  return [{ value: question.id, label: `${question.label}: ${displayOf(question, answer) || 'none'}` }]
}

function removeStep(round: Round, id: string, draft: Draft): Step {
  const list = ITEMS[round]?.list ?? 'fields'
  return {
    question: {
      id: `${id}.remove`,
      kind: 'choice',
      round,
      message: 'Which one?',
      options: draft[list].map((key) => ({ value: key, label: textOf(draft, `${key}.name`) })),
      recommended: '',
      about: [],
    },
    apply: (state, answer) =>
      withDraft(state, (before) =>
        forget({ ...before, [list]: before[list].filter((key) => key !== answer) }, id, `${id}.remove`),
      ),
  }
}
