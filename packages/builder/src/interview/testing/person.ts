import type { Answer, Question } from '../question.ts'
import type { Refuse, Reply, Terminal } from '../terminal.ts'

/** What a person does at a question: an answer, several until one is taken, or a key. */
export type Doing = Answer | Reply

/** Who has nothing else to say would say the same for ever. */
const MAX_REFUSALS = 20

/** A person who answers by id, each time the next of the list, and else as recommended. Keeps what was seen. */
export class Person implements Terminal {
  readonly #controller = new AbortController()
  readonly #doings: Record<string, Doing[]>
  readonly asked: string[] = []
  readonly refusals: string[] = []
  readonly said: string[] = []
  readonly shown: string[] = []

  constructor(doings: Record<string, Doing[]>) {
    this.#doings = structuredClone(doings)
  }

  get interrupted(): AbortSignal {
    return this.#controller.signal
  }

  async ask(question: Question, before: Answer | undefined, refuse: Refuse): Promise<Reply> {
    this.asked.push(question.id)
    for (;;) {
      const given = this.#doings[question.id]?.shift()
      if (given === undefined && this.refusals.length > MAX_REFUSALS)
        throw new Error(`${question.id}: refused for good`)
      const doing = given ?? before ?? question.recommended
      if (typeof doing === 'object' && 'kind' in doing) {
        if (doing.kind === 'interrupted') this.leave()
        return doing
      }
      const refusal = await refuse(doing)
      if (refusal === undefined) return { kind: 'answer', answer: doing }
      this.refusals.push(refusal)
    }
  }

  leave() {
    this.#controller.abort()
  }

  say(message: string): void {
    this.said.push(message)
  }

  warn(message: string): void {
    this.refusals.push(message)
  }

  show(title: string, lines: readonly string[]): void {
    this.shown.push(title, ...lines)
  }
}
