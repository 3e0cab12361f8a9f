import type { Answer, Question } from './question.ts'

/** Why an answer is refused, or nothing. */
export type Refuse = (answer: Answer) => string | undefined | Promise<string | undefined>

export type Reply = { kind: 'answer'; answer: Answer } | { kind: 'back' } | { kind: 'interrupted' }

/** Whoever puts the questions to a person: a terminal, or a test. */
export interface Terminal {
  /** Aborted when the person left, by Ctrl-C or the end of input. */
  interrupted: AbortSignal
  /** Asks until there is an answer that is not refused, or none at all. `before` is what was answered before, to be changed. */
  ask(question: Question, before: Answer | undefined, refuse: Refuse): Promise<Reply>
  /** Says something that needs no answer. */
  say(message: string): void
  warn(message: string): void
  /** Shows text as it is, such as a diff. */
  show(title: string, lines: readonly string[]): void
}
