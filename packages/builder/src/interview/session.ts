import { DANGERS, type Spec } from '../spec/spec.ts'
import { fieldSummary } from './display.ts'
import { draftOf, type State } from './draft.ts'
import {
  answer,
  answerTo,
  back,
  backToWhatDecides,
  decides,
  labelOf,
  questionOf,
  START,
  specOf,
} from './machine.ts'
import { planDialogue } from './plan-dialogue.ts'
import type { Engine, Issue } from './project.ts'
import { type Answer, type Question, ROUNDS } from './question.ts'
import type { Reply, Terminal } from './terminal.ts'
import { wordsOf } from './words.ts'

/** How an interview ends. Nothing has been written by then. */
export type Outcome = { kind: 'write'; spec: Spec } | { kind: 'leave'; spec: Spec } | { kind: 'interrupted' }

/** Asks until there is a spec, shows the plan of it, and asks whether to write it. */
export async function interview(engine: Engine, terminal: Terminal): Promise<Outcome> {
  let state = START
  let round = 0
  for (;;) {
    const question = questionOf(state, engine.project)
    if (!question) {
      const end = await ending(engine, terminal, state)
      if ('kind' in end) return end
      state = end
      continue
    }
    if (question.round !== round) terminal.say(`Round ${question.round} of 4: ${ROUNDS[question.round]}`)
    round = question.round
    const reply = await ask(engine, terminal, state, question)
    if (reply.kind === 'interrupted') return reply
    state = reply.kind === 'back' ? back(state, engine.project) : answer(state, engine.project, reply.answer)
    if (reply.kind === 'answer') sayField(engine, terminal, state, question)
  }
}

function ask(engine: Engine, terminal: Terminal, state: State, question: Question): Promise<Reply> {
  if (PLANNED_AT.includes(question.id)) engine.foresee?.(specOf(state))
  return terminal.ask(question, answerTo(state, question), (given) =>
    refusalFrom(engine, state, question, given),
  )
}

/** Where what is left to answer is most likely answered as usual, so that the plan can be begun. */
const PLANNED_AT = ['access', 'lists', 'review']

/** Says what a field has come to, once everything about it is answered. */
function sayField({ project }: Engine, terminal: Terminal, state: State, { id }: Question): void {
  const [key = ''] = id.split('.')
  const index = draftOf(state).fields.indexOf(key)
  const field = specOf(state).fields[index]
  if (field && !questionOf(state, project)?.id.startsWith(`${key}.`)) terminal.say(fieldSummary(field))
}

/** Asks the checks about the spec as it would be. Only what this answer brings about refuses it. */
async function refusalFrom(
  engine: Engine,
  state: State,
  question: Question,
  given: Answer,
): Promise<string | undefined> {
  const isReview = question.id === 'review'
  const chosen =
    question.kind === 'choice' ? question.options.find(({ value }) => value === given) : undefined
  if (chosen?.asksMore) return undefined
  const after = answer(state, engine.project, given)
  const issues = await engine.check(asConfirmed(after))
  // A review lets nothing pass that was answered before it.
  const known = isReview ? [] : (await engine.check(asConfirmed(state))).map(keyOf)
  const issue = issues.find(
    ({ path, ...rest }) =>
      decides(question, path) ||
      (!known.includes(keyOf({ path, ...rest })) &&
        (path.length === 0 || backToWhatDecides(after, engine.project, path) !== undefined)),
  )
  return issue && wordsOf(issue, specOf(after), labelOf(after, engine.project, issue.path))
}

/** The spec so far. That a dangerous answer has not been confirmed is no mistake yet: it is the next question. */
const asConfirmed = (state: State): Spec => ({ ...specOf(state), confirm: [...DANGERS] })

const keyOf = (issue: Issue) => JSON.stringify([issue.path, issue.message])

/** The plan, or the question to go back to where the checks still refuse something. */
async function ending(engine: Engine, terminal: Terminal, state: State): Promise<Outcome | State> {
  const spec = specOf(state)
  const [issue] = await engine.check(spec)
  if (issue) {
    terminal.warn(wordsOf(issue, spec, labelOf(state, engine.project, issue.path)))
    return backToWhatDecides(state, engine.project, issue.path) ?? back(state, engine.project)
  }
  const decision = await planDialogue(engine, terminal, spec)
  if (decision === 'interrupted') return { kind: 'interrupted' }
  return decision === 'back' ? back(state, engine.project) : { kind: decision, spec }
}
