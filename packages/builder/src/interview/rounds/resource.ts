import { kebabCase, plural } from '../../spec/names.ts'
import { OPERATIONS } from '../../spec/spec.ts'
import { assignmentsOf, likelyAssignment } from '../answers/assignments.ts'
import {
  addItem,
  type Draft,
  draftOf,
  EMPTY,
  listOf,
  NEW,
  nextKey,
  put,
  type State,
  type Steps,
  textOf,
  withDraft,
} from '../draft.ts'
import { draftFrom } from '../draft-from.ts'
import type { Project } from '../project.ts'
import { refuseName } from './names.ts'

const TOP_LEVEL = 'top level'

/** What the operations of a resource are, where they were not chosen one by one. */
export const OPERATION_SETS: Readonly<Record<string, readonly string[]>> = {
  all: OPERATIONS,
  readOnly: ['list', 'get'],
}

/** Round 1: what it is called, where it is, and what can be done with it. */
export function* resourceRound(state: State, project: Project): Steps {
  if (project.extendable.length + project.byHand.length > 0) yield* targetOf(state, project)
  if (isByHand(state, project)) return
  const draft = draftOf(state)
  if ((state.target ?? NEW) === NEW) yield* nameAndPlace(draft, project)
  yield* operationsOf(draft)
  yield* actionsOf(draft)
}

/** Whether fields are added to what was written by hand: nothing else of that is asked about. */
export const isByHand = ({ target }: State, { byHand }: Project): boolean =>
  byHand.some(({ name }) => name === target)

function* targetOf(state: State, project: Project): Steps {
  yield {
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
      recommended: state.target ?? NEW,
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

function* nameAndPlace(draft: Draft, project: Project): Steps {
  yield {
    question: {
      id: 'name',
      kind: 'text',
      round: 1,
      label: 'Name',
      message: 'What is one of them called?',
      help: 'Singular, in camelCase: note, shoppingList',
      recommended: '',
      refuse: (text) =>
        [...project.extendable, ...project.byHand].some((spec) => spec.name === text)
          ? `There is a ${text} already: go back and choose "More of ${text}"`
          : refuseName(text),
      about: [['name']],
    },
  }
  const name = textOf(draft, 'name')
  yield {
    question: {
      id: 'plural',
      kind: 'text',
      round: 1,
      label: 'Plural',
      message: 'And several?',
      help: 'Paths and scopes have this name',
      recommended: plural(name),
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

/** The parent that was chosen. */
export function parentOf(draft: Draft): string | undefined {
  const parent = textOf(draft, 'parent')
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
        { value: 'readOnly', label: 'Only read', hint: 'list, get' },
        { value: 'chosen', label: 'I choose' },
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

function* actionsOf(draft: Draft): Steps {
  for (const [index, key] of draft.actions.entries()) {
    yield { question: actionName(key, index) }
    const name = textOf(draft, `${key}.name`)
    yield {
      question: {
        id: `${key}.set`,
        kind: 'text',
        round: 1,
        label: `What ${name} sets`,
        message: `What does ${name} set?`,
        help: 'Fields and values: archived = true, reason = "done". A field that is not there yet comes in round 2',
        recommended: likelyAssignment(name),
        refuse: (text) => (assignmentsOf(text) ? undefined : 'Write field = value, and more after a comma'),
        about: [['actions', index, 'set']],
      },
    }
  }
  if (textOf(draft, 'actions.done') !== '') return
  const { message, ...question } = actionName(nextKey(draft), draft.actions.length)
  yield {
    question: {
      ...question,
      message: draft.actions.length === 0 ? 'An action of its own?' : 'Another action?',
      help: 'Such as archive, which sets archived = true. Leave it empty for none',
      refuse: (text) => (text === '' ? undefined : refuseName(text)),
    },
    apply: (state, answer) =>
      withDraft(state, (before) =>
        answer === '' ? put(before, { 'actions.done': 'yes' }) : addItem(before, 'actions', { name: answer }),
      ),
  }
}

function actionName(key: string, index: number) {
  return {
    id: `${key}.name`,
    kind: 'text' as const,
    round: 1 as const,
    label: `Action ${index + 1}`,
    message: 'What is the action called?',
    recommended: '',
    refuse: refuseName,
    about: [['actions', index, 'name']],
  }
}

/** The operations that were chosen. */
export function chosenOperations(draft: Draft): readonly string[] {
  return OPERATION_SETS[textOf(draft, 'operations')] ?? listOf(draft, 'operations.chosen')
}
