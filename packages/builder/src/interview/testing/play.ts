import { draftOf, type State, textOf } from '../draft.ts'
import { answer, questionOf, START } from '../machine.ts'
import type { Project } from '../project.ts'
import type { Answer, Question } from '../question.ts'
import { PROJECT } from './engine.ts'

export interface Answers {
  /** The lines of actions and of fields, in order. */
  actions?: readonly string[]
  fields?: readonly string[]
  /** By the id of a question, or for what belongs to a field or an action by its name: `title.type`. All else is as recommended. */
  [question: string]: Answer | undefined
}

/** Answers questions until there is none, or until the one with this id. */
export function play(
  answers: Answers,
  { from = START, until = '', project = PROJECT as Project } = {},
): State {
  let state = from
  for (let count = 0; count < 500; count++) {
    const question = questionOf(state, project)
    if (!question || idOf(state, question) === until) return state
    state = answer(state, project, answerFor(state, question, answers))
  }
  throw new Error(`No end: ${questionOf(state, project)?.id}`)
}

/** `title.type` for `item3.type`. */
export function idOf(state: State, question: Question): string {
  const [key = '', part] = question.id.split('.')
  const name = textOf(draftOf(state), `${key}.name`)
  return name !== '' && part !== undefined ? `${name}.${part}` : question.id
}

function answerFor(state: State, question: Question, answers: Answers): Answer {
  const draft = draftOf(state)
  const given = answers[idOf(state, question)]
  if (given !== undefined) return given
  if (question.id === `item${draft.keys + 1}.line` && question.recommended === '') {
    const [list, taken] =
      question.round === 1 ? [answers.actions, draft.actions.length] : [answers.fields, draft.fields.length]
    return list?.[taken] ?? ''
  }
  return question.recommended
}
