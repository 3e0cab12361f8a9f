import { assignmentsOf, type Literal } from '../answers/assignments.ts'
import {
  addItem,
  answersOf,
  type Draft,
  draftOf,
  nextKey,
  put,
  rewriteItem,
  type State,
  type Step,
  type Steps,
  textOf,
  withDraft,
} from '../draft.ts'
import { type FieldAnswers, type LineContext, readField, refuseField } from '../lines/field-line.ts'
import { fieldText } from '../lines/field-text.ts'
import type { Project } from '../project.ts'
import type { SpecPath, TextQuestion } from '../question.ts'
import { actionKeys } from './actions.ts'
import { detailSteps, relationTargets } from './field-details.ts'
import { isAdded } from './field-types.ts'

/** Round 2: the fields, each on one line, and then those that an action sets and nobody has named. */
export function* fieldsRound(state: State, project: Project): Steps {
  const draft = draftOf(state)
  const context = contextOf(draft, project)
  for (const [index, key] of draft.fields.entries()) {
    yield fieldStep(draft, key, index, context)
    const value = settings(draft).get(textOf(draft, `${key}.name`))?.value
    yield* detailSteps({ draft, key, index, project }, typeOfLiteral(value))
  }
  if (textOf(draft, 'fields.done') === '') yield nextField(draft, context)
  for (const [name, { action }] of missingFields(draft)) yield missingField(draft, name, action, context)
}

/** The line of a field, from its answers. */
export const fieldLine = (draft: Draft, key: string): string => fieldText(answersOf(draft, key))

function contextOf(draft: Draft, project: Project): LineContext {
  const values = settings(draft)
  return {
    isAdded: isAdded({ draft, project }),
    targets: relationTargets(draft, project),
    setting: (name) => values.get(name)?.value,
  }
}

/** What a line comes to. Who wants to be asked about the rest has answered no more than was said. */
function answersIn(line: string, context: LineContext): FieldAnswers {
  const { answers, said, isAsked } = readField(line, context)
  return isAsked ? { ...said, isAsked: 'yes' } : answers
}

function fieldStep(draft: Draft, key: string, index: number, context: LineContext): Step {
  const name = textOf(draft, `${key}.name`)
  return {
    question: {
      ...lineQuestion(key, context),
      label: `Field ${name}`,
      message: `What is ${name}?`,
      help: 'Its name, its type and options. A ? at the end asks about all of it',
      about: partsOf(index, draft, key),
    },
    apply: (state, answer) =>
      withDraft(state, (before) => rewriteItem(before, key, answersIn(String(answer), context))),
  }
}

function nextField(draft: Draft, context: LineContext): Step {
  const isFirst = draft.fields.length === 0
  const key = nextKey(draft)
  return {
    question: {
      ...lineQuestion(key, context),
      message: isFirst ? 'Which fields? One on a line, and an empty line ends them' : 'Another field?',
      help: isFirst
        ? 'Such as: title text required · pages integer · read boolean default false. Without “required” it may be left out. ? explains what else a line may say, and title ? asks about title. An id, a version and times are there already'
        : 'An empty line ends them',
      refuse: (text) => (text === '' ? undefined : refuseField(text, context)),
      about: [['fields'], ...partsOf(draft.fields.length, draft, key)],
    },
    apply: (state, answer) =>
      withDraft(state, (before) =>
        answer === ''
          ? put(before, { 'fields.done': 'yes' })
          : addItem(before, 'fields', answersIn(String(answer), context)),
      ),
  }
}

/** A field that an action sets: usually of the type of that value, which it does not have at first. */
function missingField(draft: Draft, name: string, action: string, context: LineContext): Step {
  const key = nextKey(draft)
  return {
    question: {
      ...lineQuestion(key, context),
      message: `${action} sets ${name}, which is not a field yet. What is ${name}?`,
      recommended: fieldText(readField(name, context).answers),
      refuse: (text) =>
        refuseField(text, context) ??
        (readField(text, context).said.name === name ? undefined : `Begin with its name: ${name}`),
      about: partsOf(draft.fields.length, draft, key),
    },
    apply: (state, answer) =>
      withDraft(state, (before) => addItem(before, 'fields', answersIn(String(answer), context))),
  }
}

function lineQuestion(key: string, context: LineContext): TextQuestion {
  return {
    id: `${key}.line`,
    kind: 'text',
    round: 2,
    message: '',
    recommended: '',
    refuse: (text) => refuseField(text, context),
    about: [],
  }
}

const ALWAYS = [
  'name',
  'type',
  'min',
  'max',
  'required',
  'default',
  'precision',
  'scale',
  'onDelete',
  'unique',
  'ignoreCase',
  'filterable',
  'sortable',
  'searchable',
]

/** What a line decides. What it leaves out and the type needs is asked about after it. */
function partsOf(index: number, draft: Draft, key: string): SpecPath[] {
  const own = ['values', 'shape', 'to', 'expression'].filter((part) => textOf(draft, `${key}.${part}`) !== '')
  return [...ALWAYS, ...own].map((part) => ['fields', index, part])
}

interface Setting {
  action: string
  value: Literal
}

/** The names that actions set, each with a value that it gets. */
export function settings(draft: Draft): Map<string, Setting> {
  const found = new Map<string, Setting>()
  for (const key of actionKeys(draft)) {
    for (const [name, value] of Object.entries(assignmentsOf(textOf(draft, `${key}.set`)) ?? {})) {
      if (!found.has(name)) found.set(name, { action: textOf(draft, `${key}.name`), value })
    }
  }
  return found
}

/** Those of {@link settings} that are no field. */
export function missingFields(draft: Draft): Map<string, Setting> {
  const names = new Set(draft.fields.map((key) => textOf(draft, `${key}.name`)))
  return new Map([...settings(draft)].filter(([name]) => !names.has(name)))
}

/** The type that a field most likely has which gets this value. Of a text the name tells more. */
function typeOfLiteral(value: Literal | undefined): 'boolean' | 'integer' | undefined {
  if (typeof value === 'boolean') return 'boolean'
  return typeof value === 'number' ? 'integer' : undefined
}
