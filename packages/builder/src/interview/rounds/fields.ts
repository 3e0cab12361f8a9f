import { messageOf } from '../../message.ts'
import { assignmentsOf, type Literal } from '../answers/assignments.ts'
import { shapeOf } from '../answers/shape.ts'
import { refuseValues } from '../answers/values.ts'
import {
  addItem,
  type Draft,
  draftOf,
  nextKey,
  put,
  type State,
  type Step,
  type Steps,
  textOf,
  withDraft,
} from '../draft.ts'
import type { Project } from '../project.ts'
import type { ChoiceQuestion, TextQuestion } from '../question.ts'
import { fieldTraits } from './field-traits.ts'
import { type FieldInDraft, isAdded, likelyType, TYPE_OPTIONS } from './field-types.ts'
import { refuseName } from './names.ts'

/** Round 2: the fields, one after another, and then those that an action sets and nobody has named. */
export function* fieldsRound(state: State, project: Project): Steps {
  const draft = draftOf(state)
  for (const [index, key] of draft.fields.entries()) yield* fieldSteps({ draft, key, index, project })
  if (textOf(draft, 'fields.done') === '') yield nextField(draft)
  for (const [name, setting] of missingFields(draft)) yield missingField(draft, name, setting, project)
}

function nextField(draft: Draft): Step {
  const isFirst = draft.fields.length === 0
  return {
    question: {
      ...nameQuestion(nextKey(draft), draft.fields.length),
      message: isFirst ? 'The first field?' : 'Another field?',
      help: isFirst
        ? 'Its name in camelCase: title, dueAt. It has an id, a version and the times already'
        : 'Leave it empty when there are no more',
      refuse: (text) => (text === '' ? undefined : refuseName(text)),
      about: [['fields'], ['fields', draft.fields.length, 'name']],
    },
    apply: (state, answer) =>
      withDraft(state, (before) =>
        answer === '' ? put(before, { 'fields.done': 'yes' }) : addItem(before, 'fields', { name: answer }),
      ),
  }
}

function nameQuestion(key: string, index: number): TextQuestion {
  return {
    id: `${key}.name`,
    kind: 'text',
    round: 2,
    label: 'Name',
    message: 'What is the field called?',
    recommended: '',
    refuse: refuseName,
    about: [['fields', index, 'name']],
  }
}

function typeQuestion(key: string, index: number, recommended: string, message: string): ChoiceQuestion {
  return {
    id: `${key}.type`,
    kind: 'choice',
    round: 2,
    label: 'Type',
    message,
    options: TYPE_OPTIONS,
    recommended,
    about: [['fields', index, 'type']],
  }
}

/** What was written by hand gains neither relations nor computed fields. */
function withoutRelations(question: ChoiceQuestion): ChoiceQuestion {
  const options = question.options.filter(({ value }) => value !== 'relation' && value !== 'computed')
  const { recommended } = question
  return {
    ...question,
    options,
    recommended: options.some(({ value }) => value === recommended) ? recommended : 'text',
  }
}

interface Setting {
  action: string
  value: Literal
}

/** The names that actions set, each with a value that it gets. */
export function settings(draft: Draft): Map<string, Setting> {
  const found = new Map<string, Setting>()
  for (const key of draft.actions) {
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

function missingField(draft: Draft, name: string, of: Setting, project: Project): Step {
  const recommended = typeOfLiteral(of.value) ?? likelyType(name, project.models)
  return {
    question: typeQuestion(
      nextKey(draft),
      draft.fields.length,
      recommended,
      `${of.action} sets ${name}, which is not a field yet. What is ${name}?`,
    ),
    apply: (state, answer) =>
      withDraft(state, (before) => {
        // What the action sets it to is not what it is at first.
        const first = typeof of.value === 'boolean' ? { presence: 'default', default: String(!of.value) } : {}
        return addItem(before, 'fields', { name, type: answer, ...first })
      }),
  }
}

function* fieldSteps(field: FieldInDraft): Steps {
  const { draft, key, index, project } = field
  yield { question: nameQuestion(key, index) }
  const name = textOf(draft, `${key}.name`)
  const recommended = typeOfLiteral(settings(draft).get(name)?.value) ?? likelyType(name, project.models)
  const question = typeQuestion(key, index, recommended, `What is ${name}?`)
  yield { question: isAdded(field) ? withoutRelations(question) : question }
  yield* detailSteps(field, name)
  yield* fieldTraits(field, name)
}

/** What only one type asks. */
function* detailSteps({ draft, key, index, project }: FieldInDraft, name: string): Steps {
  const text = (
    part: string,
    label: string,
    more: Pick<TextQuestion, 'message' | 'help' | 'recommended' | 'refuse'> & {
      about?: TextQuestion['about']
    },
  ) => ({
    question: {
      id: `${key}.${part}`,
      kind: 'text' as const,
      round: 2 as const,
      label,
      about: [['fields', index, part]],
      ...more,
    },
  })
  switch (textOf(draft, `${key}.type`)) {
    case 'enum':
      yield text('values', 'Values', {
        message: `Which values can ${name} have?`,
        help: 'Any texts, with commas between them, in their order: todo, In progress, "a, b"',
        recommended: '',
        refuse: refuseValues,
      })
      return
    case 'json':
      yield text('shape', 'Shape', {
        message: `What shape does ${name} have?`,
        help: "A type as in TypeScript: string[], { street: string, zip?: string }, { kind: 'card', last: string } | { kind: 'cash' }. Or a JSON Schema",
        recommended: 'string[]',
        refuse: refuseShape,
      })
      return
    case 'computed':
      yield text('expression', 'Expression', {
        message: `How is ${name} computed?`,
        help: 'In SQL, from the other fields of the same row: price * quantity, lower(title)',
        recommended: '',
        refuse: (sql) =>
          sql === '' ? 'An expression is needed' : sql.length > 2000 ? 'At most 2,000 characters' : undefined,
      })
      return
    case 'decimal':
      yield text('digits', 'Digits', {
        about: [
          ['fields', index, 'precision'],
          ['fields', index, 'scale'],
        ],
        message: `How many digits does ${name} have?`,
        help: 'In all, and after the point: 18,6',
        recommended: '18,6',
        refuse: refuseDigits,
      })
      return
    case 'relation':
      yield {
        question: {
          id: `${key}.to`,
          kind: 'choice',
          round: 2,
          label: 'Points to',
          message: `What does ${name} point to?`,
          help: `In the API it is ${name}Id`,
          options: relationTargets(draft, project).map((value) => ({ value, label: value })),
          recommended: relationTargets(draft, project).includes(name)
            ? name
            : (relationTargets(draft, project)[0] ?? ''),
          about: [['fields', index, 'to']],
        },
      }
      return
  }
}

/** The models that are there, and the resource itself. */
function relationTargets(draft: Draft, project: Project): readonly string[] {
  return [...new Set([...project.models, textOf(draft, 'name')])]
}

function refuseShape(text: string): string | undefined {
  try {
    shapeOf(text)
    return undefined
  } catch (error) {
    return messageOf(error)
  }
}

function refuseDigits(text: string): string | undefined {
  const [, precision, scale] = /^(\d{1,4})(?:\s*,\s*(\d{1,4}))?$/.exec(text) ?? []
  if (precision === undefined) return 'Write the digits in all, and after a comma those after the point: 18,6'
  if (Number(precision) < 1 || Number(precision) > 1000) return 'From 1 to 1,000 digits in all'
  return Number(scale ?? 0) > Number(precision) ? 'More digits after the point than in all' : undefined
}
