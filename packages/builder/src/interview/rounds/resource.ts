import { kebabCase, plural } from '../../spec/names.ts'
import { OPERATIONS } from '../../spec/spec.ts'
import {
  type Draft,
  draftOf,
  EMPTY,
  listOf,
  NEW,
  type State,
  type Step,
  type Steps,
  textOf,
} from '../draft.ts'
import { draftFrom } from '../draft-from.ts'
import type { Project } from '../project.ts'
import { actionsOf } from './actions.ts'
import { refuseName } from './names.ts'
import { isOther } from './other.ts'

const TOP_LEVEL = 'top level'

/** What the operations of a resource are, where they were not chosen one by one. */
const OPERATION_SETS: ReadonlyMap<string, readonly string[]> = new Map<string, readonly string[]>([
  ['all', OPERATIONS],
  ['actions', OPERATIONS],
  ['readOnly', ['list', 'get']],
])

/** Round 1: what it is called, where it is, and what can be done with it. */
export function* resourceRound(state: State, project: Project): Steps {
  if (project.extendable.length + project.byHand.length > 0) yield targetStep(state, project)
  if (isByHand(state, project)) return
  const draft = draftOf(state)
  const isNew = (state.target ?? NEW) === NEW
  if (isNew) {
    yield nameStep(project)
    yield usualStep(draft)
    if (!isOther(draft, 'resource')) return
    yield* pluralAndPlace(draft, project)
  }
  yield* operationsOf(draft)
  yield* actionsOf(draft)
}

/** Whether fields are added to what was written by hand: nothing else of that is asked about. */
export const isByHand = ({ target }: State, { byHand }: Project): boolean =>
  byHand.some(({ name }) => name === target)

function targetStep(_state: State, project: Project): Step {
  return {
    question: {
      id: 'target',
      kind: 'choice',
      round: 1,
      message: 'What do you want to build?',
      options: [
        { value: NEW, label: 'A new resource' },
        ...project.extendable.map(({ name }) => ({
          value: name,
          label: `More of ${name}`,
          hint: 'change its fields, actions, access or lists',
        })),
        ...project.byHand.map(({ name }) => ({
          value: name,
          label: `More of ${name}`,
          hint: 'add fields to what was written by hand',
        })),
      ],
      recommended: NEW,
      about: [['name']],
    },
    apply: (before, answer) => {
      const target = String(answer)
      const spec = [...project.extendable, ...project.byHand].find(({ name }) => name === target)
      const draft = before.drafts[target] ?? (spec ? draftFrom(spec) : EMPTY)
      return { ...before, target, drafts: { ...before.drafts, [target]: draft } }
    },
  }
}

function nameStep({ extendable, byHand }: Project): Step {
  return {
    question: {
      id: 'name',
      kind: 'text',
      round: 1,
      label: 'Name',
      message: 'What is one of them called?',
      help: 'Singular, in camelCase: note, shoppingList',
      recommended: '',
      refuse: (text) =>
        [...extendable, ...byHand].some((spec) => spec.name === text)
          ? `There is a ${text} already: go back and choose "More of ${text}"`
          : refuseName(text),
      about: [['name']],
    },
  }
}

function usualStep(draft: Draft): Step {
  const many = plural(textOf(draft, 'name') || 'unnamed')
  return {
    question: {
      id: 'resource',
      kind: 'choice',
      round: 1,
      label: 'Place and calls',
      message: `Usual: ${many}, at …/${kebabCase(many)}, with ${OPERATIONS.join(', ')}. Change any?`,
      options: [
        { value: 'usual', label: 'No, the usual' },
        {
          value: 'other',
          label: 'Yes…',
          hint: 'the plural, what they are under, operations, actions',
          asksMore: true,
        },
      ],
      recommended: 'usual',
      about: isOther(draft, 'resource') ? [] : [['plural'], ['parent'], ['operations'], ['actions']],
    },
  }
}

function* pluralAndPlace(draft: Draft, project: Project): Steps {
  yield {
    question: {
      id: 'plural',
      kind: 'text',
      round: 1,
      label: 'Plural',
      message: 'And several?',
      help: 'Paths and scopes have this name',
      recommended: plural(textOf(draft, 'name') || 'unnamed'),
      refuse: refuseName,
      about: [['plural']],
    },
  }
  if (project.parents.length === 0) return
  const path = kebabCase(textOf(draft, 'plural'))
  yield {
    question: {
      id: 'parent',
      kind: 'choice',
      round: 1,
      label: 'Place',
      message: 'Where do they belong?',
      options: [
        { value: TOP_LEVEL, label: 'Top level', hint: `…/${path}` },
        ...project.parents.map((parent) => ({
          value: parent,
          label: `Under one ${parent}`,
          hint: `…/${kebabCase(plural(parent))}/{${parent}Id}/${path}`,
        })),
      ],
      recommended: TOP_LEVEL,
      about: [['parent']],
    },
  }
}

/** The plural that was given, where it was asked for. */
export function pluralOf(draft: Draft): string {
  return isOther(draft, 'resource') ? textOf(draft, 'plural') : ''
}

/** The parent that was chosen. */
export function parentOf(draft: Draft): string | undefined {
  const parent = isOther(draft, 'resource') ? textOf(draft, 'parent') : ''
  return parent === '' || parent === TOP_LEVEL ? undefined : parent
}

function* operationsOf(draft: Draft): Steps {
  yield {
    question: {
      id: 'operations',
      kind: 'choice',
      round: 1,
      label: 'Operations',
      message: 'What can callers do?',
      options: [
        { value: 'all', label: 'Everything', hint: OPERATIONS.join(', ') },
        {
          value: 'actions',
          label: 'Everything, and actions of its own',
          hint: 'such as archive, which sets archived = true',
        },
        { value: 'readOnly', label: 'Only read', hint: 'list, get' },
        { value: 'chosen', label: 'I choose', hint: 'and actions of its own' },
      ],
      recommended: 'all',
      about: [['operations']],
    },
  }
  if (textOf(draft, 'operations') !== 'chosen') return
  yield {
    question: {
      id: 'operations.chosen',
      kind: 'choices',
      round: 1,
      label: 'Chosen operations',
      message: 'Which operations?',
      options: OPERATIONS.map((value) => ({ value, label: value })),
      recommended: OPERATIONS,
      atLeast: 1,
      about: [['operations']],
    },
  }
}

/** The operations that were chosen. */
export function chosenOperations(draft: Draft): readonly string[] {
  if (!isOther(draft, 'resource')) return OPERATIONS
  return OPERATION_SETS.get(textOf(draft, 'operations')) ?? listOf(draft, 'operations.chosen')
}
