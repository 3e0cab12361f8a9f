import type { Answer, Question } from './question.ts'

/** The answers about one resource. */
export interface Draft {
  /** By the id of the question. An answer stays when its question is not asked any more, and counts when it is again. */
  answers: Readonly<Record<string, Answer>>
  /** The keys of its fields, in order: `item1`. The questions of a field have ids that begin with its key. */
  fields: readonly string[]
  actions: readonly string[]
  /** How many keys were given. */
  keys: number
}

export const NEW = 'new'

export interface State {
  /** `new`, or the resource to extend. */
  target: string | undefined
  /** By target, so that a change of mind about the target loses nothing. */
  drafts: Readonly<Record<string, Draft>>
  /** The question that was gone back to. */
  at: string | undefined
}

/** A question, and what its answer changes where that is more than to be kept. */
export interface Step {
  question: Question
  apply?: (state: State, answer: Answer) => State
}
/** Steps in the order in which they are asked. After an unanswered one nothing is to be relied on. */
export type Steps = Generator<Step, void, void>

export const EMPTY: Draft = { answers: {}, fields: [], actions: [], keys: 0 }

export function draftOf(state: State): Draft {
  return state.drafts[state.target ?? NEW] ?? EMPTY
}

export function withDraft(state: State, change: (draft: Draft) => Draft): State {
  return { ...state, drafts: { ...state.drafts, [state.target ?? NEW]: change(draftOf(state)) } }
}

/** The answer to a question that takes one text or choice. */
export function textOf(draft: Draft, id: string): string {
  const answer = draft.answers[id]
  return typeof answer === 'string' ? answer : ''
}

/** The answer to a question that takes several choices. */
export function listOf(draft: Draft, id: string): readonly string[] {
  const answer = draft.answers[id]
  return typeof answer === 'object' ? answer : []
}

export function put(draft: Draft, answers: Readonly<Record<string, Answer>>): Draft {
  return { ...draft, answers: { ...draft.answers, ...answers } }
}

export function forget(draft: Draft, ...ids: string[]): Draft {
  return {
    ...draft,
    answers: Object.fromEntries(Object.entries(draft.answers).filter(([id]) => !ids.includes(id))),
  }
}

/** Replaces all answers about one field. */
export function rewriteItem(draft: Draft, key: string, answers: Readonly<Record<string, Answer>>): Draft {
  const others = Object.entries(draft.answers).filter(([id]) => !id.startsWith(`${key}.`))
  const own = Object.entries(answers).map(([part, answer]) => [`${key}.${part}`, answer])
  return { ...draft, answers: Object.fromEntries([...others, ...own]) }
}

/** The answers about one field, by the part of it that each is about. */
export function answersOf(draft: Draft, key: string): Record<string, Answer> {
  const own = Object.entries(draft.answers).filter(([id]) => id.startsWith(`${key}.`))
  return Object.fromEntries(own.map(([id, answer]) => [id.slice(key.length + 1), answer]))
}

/** The key that the next field or action gets. */
export const nextKey = (draft: Draft) => `item${draft.keys + 1}`

/** Adds a field or an action with its first answers. */
export function addItem(
  draft: Draft,
  list: 'fields' | 'actions',
  answers: Readonly<Record<string, Answer>>,
): Draft {
  const key = nextKey(draft)
  const named = Object.entries(answers).map(([part, answer]) => [`${key}.${part}`, answer])
  return put({ ...draft, [list]: [...draft[list], key], keys: draft.keys + 1 }, Object.fromEntries(named))
}
