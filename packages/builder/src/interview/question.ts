/** A text, the value of a choice, or the values of several choices: always what was typed or chosen, as it was. */
export type Answer = string | readonly string[]

export type Round = 1 | 2 | 3 | 4
export const ROUNDS: Readonly<Record<Round, string>> = { 1: 'Resource', 2: 'Fields', 3: 'Access', 4: 'Lists' }

/** Where in a spec: `['fields', 2, 'max']`. */
export type SpecPath = readonly (string | number)[]

interface AnyQuestion {
  /** Stays the same however other answers change: `plural`, `item3.type`. */
  id: string
  round: Round
  message: string
  /** What a newcomer needs to know to answer. */
  help?: string
  /** What it is called in a list of answers. Without one it is not in the list. */
  label?: string
  /** What of the spec it decides. */
  about: readonly SpecPath[]
}

export interface Option {
  value: string
  label: string
  hint?: string
  /** It only leads to more questions, so that nothing is decided by it yet. */
  asksMore?: true
}

export interface TextQuestion extends AnyQuestion {
  kind: 'text'
  recommended: string
  /** Why an answer cannot be taken. */
  refuse?: (answer: string) => string | undefined
}

export interface ChoiceQuestion extends AnyQuestion {
  kind: 'choice'
  options: readonly Option[]
  recommended: string
  /** What has been answered so far, shown before the question. */
  summary?: readonly string[]
}

export interface ChoicesQuestion extends AnyQuestion {
  kind: 'choices'
  options: readonly Option[]
  recommended: readonly string[]
  /** How many have to be chosen. */
  atLeast: number
}

/** Asked of a person by an adapter, which shows `recommended` as what Enter answers. */
export type Question = TextQuestion | ChoiceQuestion | ChoicesQuestion

/** Why this answer cannot be taken, as far as the question alone can tell. */
export function refusalOf(question: Question, answer: Answer): string | undefined {
  if (question.kind === 'text') {
    if (typeof answer !== 'string') return 'must be a text'
    return question.refuse?.(answer.trim())
  }
  const values = question.options.map((option) => option.value)
  if (question.kind === 'choice') {
    return typeof answer === 'string' && values.includes(answer)
      ? undefined
      : `must be one of ${values.join(', ')}`
  }
  if (typeof answer === 'string') return 'must be a list'
  const unknown = answer.find((value) => !values.includes(value))
  if (unknown !== undefined) return `must be of ${values.join(', ')}, not ${unknown}`
  return answer.length < question.atLeast ? `Choose at least ${question.atLeast}` : undefined
}
