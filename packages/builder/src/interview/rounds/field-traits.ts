import type { FieldType } from '../../spec/spec.ts'
import { refuseBounds } from '../answers/bounds.ts'
import { refuseScalar } from '../answers/scalars.ts'
import { valuesOf } from '../answers/values.ts'
import { type Draft, listOf, type Step, type Steps, textOf } from '../draft.ts'
import { accessOf } from './access.ts'
import {
  ALSO_OPTIONS,
  type FieldInDraft,
  fieldType,
  hasDefault,
  isAdded,
  likelyLength,
  TRAITS,
  usualInLists,
  usualOnDelete,
} from './field-types.ts'
import { parentOf } from './resource.ts'

/** What every type asks in its own way: bounds, whether it must be given, what lists do with it. */
export function* traitSteps(field: FieldInDraft, name: string): Steps {
  const type = fieldType(field.draft, field.key)
  const traits = TRAITS[type]
  if (traits.hasBounds) yield boundsStep(field, name, type)
  if (!traits.isComputed) yield* presenceSteps(field, name, type)
  if (type === 'relation') yield onDeleteStep(field)
  if (traits.also.length > 0) yield* alsoSteps(field, name, type)
}

function boundsStep({ key, index }: FieldInDraft, name: string, type: FieldType): Step {
  const isText = type === 'text'
  const isTime = type === 'date' || type === 'instant'
  return {
    question: {
      id: `${key}.bounds`,
      kind: 'text',
      round: 2,
      label: isText ? 'Length' : 'Bounds',
      message: isText ? `How long is ${name}?` : `Between which values is ${name}?`,
      help: isText
        ? 'In characters: 1..255, 1.. or ..255. With .. there are no bounds'
        : `${isTime ? '2026-01-01..2026-12-31, 2026-01-01.. or ..2026-12-31' : '1..100, 1.. or ..100'}. Leave it empty for no bounds`,
      recommended: isText ? likelyLength(name) : '',
      refuse: (text) => refuseBounds(type, text),
      about: [
        ['fields', index, 'min'],
        ['fields', index, 'max'],
      ],
    },
  }
}

function* presenceSteps(field: FieldInDraft, name: string, type: FieldType): Steps {
  const { draft, key, index } = field
  const canBeRequired = !isAdded(field)
  yield {
    question: {
      id: `${key}.presence`,
      kind: 'choice',
      round: 2,
      label: 'Required',
      message: `Must ${name} be given?`,
      options: [
        ...(canBeRequired ? [{ value: 'required', label: 'Yes' }] : []),
        ...(canBeRequired && TRAITS[type].hasDefault
          ? [{ value: 'requiredWithDefault', label: 'Yes, and rows that are there get a default' }]
          : []),
        ...(TRAITS[type].hasDefault ? [{ value: 'default', label: 'No, there is a default' }] : []),
        { value: 'optional', label: 'No, then it is null' },
      ],
      recommended:
        type === 'boolean' || type === 'enum'
          ? 'default'
          : index === 0 && canBeRequired
            ? 'required'
            : 'optional',
      about: [['fields', index, 'required']],
    },
  }
  if (hasDefault(textOf(draft, `${key}.presence`)) && TRAITS[type].hasDefault) {
    yield defaultStep({ draft, key, index }, name, type)
  }
}

export function defaultStep(
  { draft, key, index }: Pick<FieldInDraft, 'draft' | 'key' | 'index'>,
  name: string,
  type: FieldType,
): Step {
  const base = {
    id: `${key}.default`,
    round: 2 as const,
    label: 'Default',
    message: `What is ${name} where it is not given?`,
    about: [['fields', index, 'default']],
  }
  if (type === 'boolean' || type === 'enum') {
    const values = type === 'boolean' ? ['false', 'true'] : valuesOf(textOf(draft, `${key}.values`))
    return {
      question: {
        ...base,
        kind: 'choice',
        options: values.map((value) => ({ value, label: value })),
        recommended: values[0] ?? '',
      },
    }
  }
  return {
    question: { ...base, kind: 'text', recommended: '', refuse: (text) => refuseScalar(type, text) },
  }
}

function onDeleteStep({ draft, key, index }: FieldInDraft): Step {
  const isRequired = textOf(draft, `${key}.presence`) === 'required'
  return {
    question: {
      id: `${key}.onDelete`,
      kind: 'choice',
      round: 2,
      label: 'On delete',
      message: `What happens when the ${textOf(draft, `${key}.to`)} is deleted?`,
      options: [
        ...(isRequired ? [] : [{ value: 'setNull', label: 'It becomes null' }]),
        { value: 'restrict', label: 'It cannot be deleted', hint: '409 while this is there' },
        { value: 'cascade', label: 'This is deleted with it' },
      ],
      recommended: usualOnDelete(isRequired),
      about: [['fields', index, 'onDelete']],
    },
  }
}

/** Where a value may be there once. Whether rows have owners is only asked in the third round. */
function uniqueIn(draft: Draft): string {
  const { read, write } = accessOf(draft)
  const access = textOf(draft, 'access') === '' ? [''] : [read, write]
  if (parentOf(draft) !== undefined || access.includes('owner')) return 'for each user: '
  return access.includes('') ? 'for each user, where rows have owners: ' : ''
}

function* alsoSteps(field: FieldInDraft, name: string, type: FieldType): Steps {
  const { draft, key, index } = field
  const isPossible = (trait: string) => !isAdded(field) || (trait !== 'unique' && trait !== 'searchable')
  const also = TRAITS[type].also.filter(isPossible)
  yield {
    question: {
      id: `${key}.also`,
      kind: 'choices',
      round: 2,
      label: 'In lists',
      message: `What else with ${name}?`,
      options: ALSO_OPTIONS.filter(({ value }) => also.includes(value)).map((option) =>
        option.value === 'unique' ? { ...option, hint: `${uniqueIn(draft)}${option.hint}` } : option,
      ),
      recommended: usualInLists(type, name, textOf(draft, `${key}.bounds`)).filter(isPossible),
      atLeast: 0,
      about: ALSO_OPTIONS.map(({ value }) => ['fields', index, value]),
    },
  }
  if (type === 'text' && listOf(draft, `${key}.also`).includes('unique')) {
    yield {
      question: {
        id: `${key}.ignoreCase`,
        kind: 'choice',
        round: 2,
        label: 'Ignore case',
        message: `Are "Home" and "home" the same ${name}?`,
        options: [
          { value: 'yes', label: 'Yes' },
          { value: 'no', label: 'No' },
        ],
        recommended: 'yes',
        about: [['fields', index, 'ignoreCase']],
      },
    }
  }
}
