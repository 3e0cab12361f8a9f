import { refuseValues } from '../answers/values.ts'
import { type Draft, type Step, type Steps, textOf } from '../draft.ts'
import { refuseDigits, refuseExpression, refuseShape } from '../lines/argument.ts'
import type { Project } from '../project.ts'
import type { TextQuestion } from '../question.ts'
import { defaultStep, traitSteps } from './field-traits.ts'
import { type FieldInDraft, fieldType, hasDefault, isAdded, likelyType, TYPE_OPTIONS } from './field-types.ts'

/** Questions about one field: all of them where somebody wants to be asked, else what its line should have said. */
export function* detailSteps(field: FieldInDraft, likely: 'boolean' | 'integer' | undefined): Steps {
  const { draft, key } = field
  const name = textOf(draft, `${key}.name`)
  if (textOf(draft, `${key}.isAsked`) === 'yes') {
    yield typeStep(field, name, likely)
    yield* ownStep(field, name)
    yield* traitSteps(field, name)
    return
  }
  for (const step of ownStep(field, name)) if (draft.answers[step.question.id] === undefined) yield step
  const type = fieldType(draft, key)
  const needsDefault = hasDefault(textOf(draft, `${key}.presence`)) && type !== 'computed'
  if (needsDefault && draft.answers[`${key}.default`] === undefined) yield defaultStep(field, name, type)
}

/** What was written by hand gains neither relations nor computed fields. */
function typeStep(field: FieldInDraft, name: string, likely: 'boolean' | 'integer' | undefined): Step {
  const { key, index, project } = field
  const options = TYPE_OPTIONS.filter(
    ({ value }) => !isAdded(field) || (value !== 'relation' && value !== 'computed'),
  )
  const recommended = likely ?? likelyType(name, project.models)
  return {
    question: {
      id: `${key}.type`,
      kind: 'choice',
      round: 2,
      label: 'Type',
      message: `What is ${name}?`,
      options,
      recommended: options.some(({ value }) => value === recommended) ? recommended : 'text',
      about: [['fields', index, 'type']],
    },
  }
}

/** What only one type asks. */
function* ownStep({ draft, key, index, project }: FieldInDraft, name: string): Steps {
  const text = (
    part: string,
    label: string,
    more: Pick<TextQuestion, 'message' | 'help' | 'recommended' | 'refuse'> & {
      about?: TextQuestion['about']
    },
  ): Step => ({
    question: {
      id: `${key}.${part}`,
      kind: 'text',
      round: 2,
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
        refuse: refuseExpression,
      })
      return
    case 'decimal':
      if (textOf(draft, `${key}.isAsked`) !== 'yes') return
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
    case 'relation': {
      const targets = relationTargets(draft, project)
      yield {
        question: {
          id: `${key}.to`,
          kind: 'choice',
          round: 2,
          label: 'Points to',
          message: `What does ${name} point to?`,
          help: `In the API it is ${name}Id`,
          options: targets.map((value) => ({ value, label: value })),
          recommended: targets.includes(name) ? name : (targets[0] ?? ''),
          about: [['fields', index, 'to']],
        },
      }
      return
    }
  }
}

/** The models that are there, and the resource itself. */
export function relationTargets(draft: Draft, project: Project): readonly string[] {
  return [...new Set([...project.models, textOf(draft, 'name')])]
}
