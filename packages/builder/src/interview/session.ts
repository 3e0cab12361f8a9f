import type { Spec } from '../spec/spec.ts'
import type { State } from './draft.ts'
import {
  answer,
  answerTo,
  back,
  backToWhatDecides,
  decides,
  isAnswered,
  questionOf,
  START,
  specOf,
} from './machine.ts'
import { planDialogue } from './plan-dialogue.ts'
import type { Engine, Issue } from './project.ts'
import { type Answer, type Question, ROUNDS } from './question.ts'
import type { Terminal } from './terminal.ts'

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
    const asked = state
    const reply = await terminal.ask(question, initialOf(asked, question), (given) =>
      refusalFrom(engine, asked, question, given),
    )
    if (reply.kind === 'interrupted') return reply
    state = reply.kind === 'back' ? back(state, engine.project) : answer(state, engine.project, reply.answer)
  }
}

function initialOf(state: State, question: Question): Answer {
  return answerTo(state, question) ?? question.recommended
}

/** Asks the checks about the spec as it would be. Only what this answer brings about refuses it. */
async function refusalFrom(
  engine: Engine,
  state: State,
  question: Question,
  given: Answer,
): Promise<string | undefined> {
  const after = answer(state, engine.project, given)
  const isReview = question.about.length === 0
  if (isReview && given !== 'on') return undefined
  const known = isReview ? [] : (await engine.check(specOf(state))).map(keyOf)
  const issues = (await engine.check(specOf(after))).filter(
    (issue) =>
      decides(question, issue.path) ||
      (!known.includes(keyOf(issue)) &&
        (issue.path.length === 0 || isAnswered(state, engine.project, issue.path))),
  )
  return issues[0] && textOf(issues[0])
}

const keyOf = (issue: Issue) => JSON.stringify([issue.path, issue.message])
const textOf = (issue: Issue) =>
  issue.path.length > 0 ? `${issue.path.join('.')}: ${issue.message}` : issue.message

/** The plan, or the question to go back to where the checks still refuse something. */
async function ending(engine: Engine, terminal: Terminal, state: State): Promise<Outcome | State> {
  const spec = specOf(state)
  const [issue] = await engine.check(spec)
  if (issue) {
    terminal.warn(textOf(issue))
    return backToWhatDecides(state, engine.project, issue.path) ?? back(state, engine.project)
  }
  const decision = await planDialogue(engine, terminal, spec)
  if (decision === 'interrupted') return { kind: 'interrupted' }
  return decision === 'back' ? back(state, engine.project) : { kind: decision, spec }
}
