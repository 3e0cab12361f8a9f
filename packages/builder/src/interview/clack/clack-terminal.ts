import type { Readable, Writable } from 'node:stream'
import { styleText } from 'node:util'
import { isCancel, log, multiselect, S_BAR, select, text } from '@clack/prompts'
import type { Answer, ChoiceQuestion, ChoicesQuestion, Option, Question, TextQuestion } from '../question.ts'
import { refusalOf } from '../question.ts'
import type { Refuse, Reply, Terminal } from '../terminal.ts'
import { Keyboard } from './keyboard.ts'
import { PlainOutput } from './plain.ts'
import { Screen } from './screen.ts'
import { wrapped } from './wrapped.ts'

type Output = Writable & { columns?: number | undefined; rows?: number | undefined }

export interface Streams {
  input: Readable
  output: Output
  /** Without colours, for NO_COLOR. */
  isPlain: boolean
}

/** Asks in a terminal, by keyboard alone. Close it to give the terminal back. */
export class ClackTerminal implements Terminal {
  readonly #keyboard: Keyboard
  readonly #output: Screen
  /** The rows in which questions began, in the order in which they were asked. */
  #asked: { id: string; row: number }[] = []
  #isBack = false
  /** A check that failed, which a prompt has no way to pass on. */
  #failure: unknown

  constructor({ input, output, isPlain }: Streams) {
    this.#keyboard = new Keyboard(input)
    this.#output = new Screen(isPlain ? new PlainOutput(output) : output)
    this.say(
      'Enter takes what is shown, Esc goes one question back, Ctrl-C leaves. Nothing is written before the end.',
    )
  }

  get interrupted(): AbortSignal {
    return this.#keyboard.interrupted
  }

  close(): void {
    this.#keyboard.close()
  }

  async ask(question: Question, before: Answer | undefined, refuse: Refuse): Promise<Reply> {
    this.#begin(question)
    if ('summary' in question && question.summary) this.show('So far', question.summary)
    let offered = before
    while (!this.interrupted.aborted) {
      const answer = await this.#prompt(question, offered, refuse)
      if (this.#failure !== undefined) throw this.#failure
      if (answer === undefined) break
      // A text was checked while it stood in its prompt.
      const refusal =
        question.kind === 'text' ? undefined : (refusalOf(question, answer) ?? (await refuse(answer)))
      if (refusal === undefined) return { kind: 'answer', answer }
      this.warn(refusal)
      // Several choices are corrected one by one. Of a single one, Enter must not give what was just refused.
      offered = question.kind === 'choice' ? undefined : answer
    }
    if (this.interrupted.aborted) return { kind: 'interrupted' }
    this.#isBack = true
    return { kind: 'back' }
  }

  /** Who went back sees neither the question that was left nor the old answer. Whoever changes an answer later still sees the others. */
  #begin({ id }: Question): void {
    const left = this.#asked.at(-1)
    const again = this.#asked.findIndex((one) => one.id === id)
    const first = this.#asked[again] ?? left
    if (this.#isBack && first) {
      this.#output.eraseFrom(first.row)
      this.#asked = this.#asked.slice(0, again < 0 ? -1 : again)
    }
    this.#isBack = false
    this.#asked.push({ id, row: this.#output.row })
  }

  say(message: string): void {
    log.step(this.#wrapped(message), { output: this.#output })
  }

  warn(message: string): void {
    log.warn(this.#wrapped(message), { output: this.#output })
  }

  show(title: string, lines: readonly string[]): void {
    log.step(title, { output: this.#output })
    log.message(
      lines.flatMap((line) => this.#wrapped(line).split('\n')),
      { output: this.#output, spacing: 0 },
    )
  }

  async #prompt(question: Question, before: Answer | undefined, refuse: Refuse): Promise<Answer | undefined> {
    switch (question.kind) {
      case 'text':
        return this.#text(question, before === undefined ? undefined : String(before), refuse)
      case 'choice':
        return this.#choice(question, String(before ?? question.recommended))
      case 'choices':
        return this.#choices(question, typeof before === 'object' ? before : question.recommended)
    }
  }

  /** What was answered before can be edited. What is only recommended gives way to what is typed. */
  async #text(
    question: TextQuestion,
    before: string | undefined,
    refuse: Refuse,
  ): Promise<string | undefined> {
    const bar = styleText('gray', S_BAR)
    const taken = (typed = '') => typed.trim() || (before === undefined ? question.recommended : '')
    const answer = await text({
      message: this.#message(question).replaceAll('\n', `\n${bar}  `),
      ...(before === undefined
        ? { placeholder: question.recommended, defaultValue: question.recommended }
        : { initialValue: before }),
      input: this.#keyboard,
      output: this.#output,
      validate: (typed) => this.#refusal(question, taken(typed), refuse),
    })
    return isCancel(answer) ? undefined : taken(answer)
  }

  /** Keys that come while an answer is checked wait for the next prompt. */
  async #refusal(question: TextQuestion, answer: string, refuse: Refuse): Promise<string | undefined> {
    this.#keyboard.pause()
    try {
      const refusal = refusalOf(question, answer) ?? (await refuse(answer))
      return refusal === undefined ? undefined : this.#wrapped(refusal).replaceAll('\n', '\n   ')
    } catch (error) {
      this.#failure = error
      return undefined
    } finally {
      this.#keyboard.resume()
    }
  }

  async #choice(question: ChoiceQuestion, initialValue: string): Promise<string | undefined> {
    const answer = await select({
      message: this.#message(question),
      options: question.options.map((option) => optionOf(question, option)),
      initialValue,
      input: this.#keyboard,
      output: this.#output,
    })
    return isCancel(answer) ? undefined : answer
  }

  async #choices(question: ChoicesQuestion, initialValues: readonly string[]): Promise<string[] | undefined> {
    // The prompt has keys that choose all and choose the others. It shows them nowhere, and who types a word would hit them.
    this.#keyboard.ignored = ['a', 'i']
    const answer = await multiselect({
      message: this.#message({ ...question, help: question.help ?? 'Space chooses, Enter goes on' }),
      options: [...question.options],
      initialValues,
      required: question.atLeast > 0,
      input: this.#keyboard,
      output: this.#output,
    })
    this.#keyboard.ignored = []
    return isCancel(answer) ? undefined : answer
  }

  #message({ message, help }: Question): string {
    const lines = this.#wrapped(message).split('\n')
    const helpLines = help === undefined ? [] : this.#wrapped(help).split('\n')
    return [...lines, ...helpLines.map((line) => styleText('dim', line))].join('\n')
  }

  /** The text in lines that fit beside the bar. */
  #wrapped(message: string): string {
    return wrapped(message, (this.#output.columns ?? 80) - 4)
  }
}

/** An option with its hint, which is shown while it is the one that Enter takes. */
function optionOf(question: ChoiceQuestion, { value, label, hint }: Option) {
  const hints = [value === question.recommended ? 'usual' : undefined, hint].filter(
    (one) => one !== undefined,
  )
  return { value, label, ...(hints.length > 0 ? { hint: hints.join('; ') } : {}) }
}
