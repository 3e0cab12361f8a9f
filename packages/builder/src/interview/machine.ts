import type { Spec } from '../spec/spec.ts'
import { summaryOf } from './display.ts'
import { draftOf, put, type State, type Step, type Steps, withDraft } from './draft.ts'
import type { Issue, Project } from './project.ts'
import { type Answer, type Option, type Question, type Round, refusalOf } from './question.ts'
import { accessRound } from './rounds/access.ts'
import { actionLine } from './rounds/actions.ts'
import { fieldLine, fieldsRound } from './rounds/fields.ts'
import { listsRound } from './rounds/lists.ts'
import { isByHand, resourceRound } from './rounds/resource.ts'
import { review } from './rounds/review.ts'
import { specFrom } from './spec-from.ts'

/**
 * The interview as a state machine without a terminal. The questions follow from the answers, so that an answer that is
 * changed leads to questions it brings and loses no other answer.
 */
export const START: State = { target: undefined, drafts: {}, at: undefined }

const ROUND_STEPS: readonly (readonly [Round, (state: State, project: Project) => Steps])[] = [
  [1, resourceRound],
  [2, fieldsRound],
  [3, accessRound],
  [4, listsRound],
]

function* script(state: State, project: Project): Steps {
  const asked: Question[] = []
  const isExtended = isByHand(state, project)
  for (const [round, steps] of ROUND_STEPS) {
    // Who may call what was written by hand, and how it is listed, is as it is.
    if (round > 2 && isExtended) break
    for (const step of steps(state, project)) {
      asked.push(step.question)
      yield step
    }
  }
  yield* review(state, asked, summaryOf(specFrom(draftOf(state)), isExtended))
}

/** The steps that were taken, and the first that was not. */
function pathOf(state: State, project: Project): { taken: Step[]; next: Step | undefined } {
  const taken: Step[] = []
  for (const step of script(state, project)) {
    const answer = answerTo(state, step.question)
    if (answer === undefined || refusalOf(step.question, answer) !== undefined) return { taken, next: step }
    taken.push(step)
  }
  return { taken, next: undefined }
}

function stepOf(state: State, project: Project): Step | undefined {
  const { taken, next } = pathOf(state, project)
  return taken.find((step) => step.question.id === state.at) ?? next
}

/** What is to be asked now. Undefined where everything is answered. */
export function questionOf(state: State, project: Project): Question | undefined {
  const question = stepOf(state, project)?.question
  return question && usualFirst(question)
}

/** Who looks for what is usual finds it in the first row. */
function usualFirst(question: Question): Question {
  if (question.kind !== 'choice') return question
  const isUsual = ({ value }: Option) => value === question.recommended
  const options = [
    ...question.options.filter(isUsual),
    ...question.options.filter((option) => !isUsual(option)),
  ]
  return { ...question, options }
}

/** The answer that a question had before, to begin with when it is asked again. */
export function answerTo(state: State, { id }: Question): Answer | undefined {
  if (id === 'target') return state.target
  const draft = draftOf(state)
  const [key = '', part] = id.split('.')
  // What a line came to was changed by later answers.
  if (part === 'line' && draft.fields.includes(key)) return fieldLine(draft, key)
  if (part === 'line' && draft.actions.includes(key)) return actionLine(draft, key)
  return draft.answers[id]
}

/** The state after an answer to the question of now. @throws RangeError where there is none, or the answer cannot be one */
export function answer(state: State, project: Project, given: Answer): State {
  const step = stepOf(state, project)
  if (!step) throw new RangeError('Everything is answered')
  const { question, apply } = step
  const refusal = refusalOf(question, given)
  if (refusal !== undefined) throw new RangeError(refusal)
  const taken = typeof given === 'string' ? given.trim() : given
  const forward: State = { ...state, at: undefined }
  return apply ? apply(forward, taken) : withDraft(forward, (draft) => put(draft, { [question.id]: taken }))
}

/** One question back. At the first one, nothing changes. */
export function back(state: State, project: Project): State {
  const { taken, next } = pathOf(state, project)
  const ids = [...taken, ...(next ? [next] : [])].map((step) => step.question.id)
  const here =
    state.at !== undefined && ids.includes(state.at) ? ids.indexOf(state.at) : ids.length - (next ? 1 : 0)
  return here > 0 ? { ...state, at: ids[here - 1] } : state
}

/** Back to the question that decides a part of the spec. Undefined where none of those answered does. */
export function backToWhatDecides(state: State, project: Project, path: Issue['path']): State | undefined {
  const question = pathOf(state, project)
    .taken.map((step) => step.question)
    .find((taken) => decides(taken, path))
  return question && { ...state, at: question.id }
}

/** What the question is called that decides a part of the spec, where one was answered. */
export function labelOf(state: State, project: Project, path: Issue['path']): string | undefined {
  const decisive = pathOf(state, project).taken.find(
    ({ question }) => question.label !== undefined && decides(question, path),
  )?.question
  // A line has its own words for its parts.
  return decisive?.id.endsWith('.line') ? undefined : decisive?.label
}

/** Whether a question is about a part of the spec. The list of fields as such is not about each of them. */
export function decides(question: Question, path: Issue['path']): boolean {
  if (path.length === 0) return false
  return question.about.some((about) => {
    const length = Math.min(about.length, path.length)
    const isList = length === 1 && path[0] === 'fields' && about.length !== path.length
    return !isList && about.slice(0, length).every((part, index) => part === path[index])
  })
}

/** The spec that the answers say so far. */
export function specOf(state: State): Spec {
  return specFrom(draftOf(state))
}
