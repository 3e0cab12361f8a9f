import fc from 'fast-check'
import { expect, inject, it } from 'vitest'
import { spec as specSchema } from '../spec/spec.ts'
import type { State } from './draft.ts'
import { answer, back, questionOf, START, specOf } from './machine.ts'
import { type Answer, type Question, refusalOf } from './question.ts'
import { PROJECT } from './testing/engine.ts'

/** Texts that some question takes, and others that none does. */
const TEXTS = [
  '',
  'recipe',
  'people',
  'title',
  'dueAt',
  'archived',
  'archive',
  'archive sets archived = true',
  'title text required',
  'title ?',
  'state enum todo, "a, b"',
  'tags json(string[]) default []',
  'other text',
  '1..255',
  '..9',
  '2026-01-01..',
  '1..0',
  '10',
  '9.99',
  '2026-06-15',
  '2026-06-15T12:00:00Z',
  'todo, In progress, "a, b"',
  'archived = true',
  'rank = 3, reason = "x"',
  '{ street: string, zip?: string }[]',
  '{"type":"string"}',
  '[1, {"a": null}]',
  'lower(title)',
  '18,6',
  '5',
  '"',
  'NaN',
  '1e999',
  '__proto__',
  '0b0e7a4e-9c55-4f7e-8c3a-0a0000000000',
]

const move = fc.record({
  text: fc.oneof(fc.constantFrom(...TEXTS), fc.string()),
  pick: fc.nat(),
  isBack: fc.nat(9).map((n) => n === 0),
})
type Move = typeof move extends fc.Arbitrary<infer T> ? T : never

/** An answer of the kind that the question takes, which it may refuse all the same. */
function answerOf(question: Question, { text, pick }: Move): Answer {
  if (question.kind === 'text') return pick % 4 === 0 ? question.recommended : text
  const values = question.options.map(({ value }) => value)
  if (question.kind === 'choice') return values[pick % values.length] ?? text
  return values.filter((_, index) => (pick >> index) % 2 === 1)
}

it('ends in a question or in a spec of the format, whatever is answered', () => {
  let ends = 0
  fc.assert(
    fc.property(fc.array(move, { minLength: 5, maxLength: 120 }), (moves) => {
      let state: State = START
      for (const one of moves) {
        const question = questionOf(state, PROJECT)
        expect(specSchema.safeParse(specOf(state)).error).toBeUndefined()
        if (!question) {
          ends += 1
          return
        }
        if (question.kind !== 'text') expect(question.options.length).toBeGreaterThan(0)
        const given = answerOf(question, one)
        if (one.isBack) state = back(state, PROJECT)
        else if (refusalOf(question, given) === undefined) state = answer(state, PROJECT, given)
        else expect(() => answer(state, PROJECT, given)).toThrow(RangeError)
      }
    }),
    { numRuns: 150 / inject('oneIn') },
  )
  expect(ends).toBeGreaterThan(0)
})

it('can be ended from anywhere with the recommended answers', () => {
  fc.assert(
    fc.property(fc.array(move, { maxLength: 40 }), (moves) => {
      let state: State = START
      for (const one of moves) {
        const question = questionOf(state, PROJECT)
        if (!question) return
        const given = answerOf(question, one)
        if (refusalOf(question, given) === undefined) state = answer(state, PROJECT, given)
      }
      for (let count = 0; count < 300; count++) {
        const question = questionOf(state, PROJECT)
        if (!question) return
        const needed = { text: 'other', choice: '', choices: [] }[question.kind]
        const usable = [question.recommended, needed, ...fallbacks(question)].find(
          (one) => refusalOf(question, one) === undefined,
        )
        state = answer(state, PROJECT, usable ?? expect.fail(`${question.id} takes nothing`))
      }
      expect.fail(`No end: ${questionOf(state, PROJECT)?.id}`)
    }),
    { numRuns: 80 / inject('oneIn') },
  )
})

function fallbacks(question: Question): Answer[] {
  if (question.kind === 'choice') return question.options.map(({ value }) => value)
  return [...TEXTS, question.recommended]
}
