import { CREDENTIALS } from '../../spec/spec.ts'
import {
  type Draft,
  draftOf,
  forget,
  listOf,
  type State,
  type Step,
  type Steps,
  textOf,
  withDraft,
} from '../draft.ts'
import type { Option } from '../question.ts'
import { isOther } from './other.ts'

const READERS: readonly Option[] = [
  { value: 'owner', label: 'Only its owner', hint: 'each user has rows of their own, under /{userId}' },
  { value: 'user', label: 'Every signed-in user' },
  { value: 'role:admin', label: 'Administrators' },
  { value: 'public', label: 'Everybody', hint: 'without signing in' },
]

const OPPOSITE: Readonly<Record<string, string>> = { public: 'owner', owner: 'public' }

/** Round 3: who may do what, and with which credentials. */
export function* accessRound(state: State): Steps {
  const draft = draftOf(state)
  yield {
    question: {
      id: 'access',
      kind: 'choice',
      round: 3,
      label: 'Access',
      message: 'Who may read and write?',
      options: [
        { value: 'usual', label: 'Only the owner, signed in or by API key' },
        {
          value: 'other',
          label: 'Others…',
          hint: 'every user, administrators, everybody; one of both credentials',
          asksMore: true,
        },
      ],
      recommended: 'usual',
      about: isOther(draft, 'access') ? [] : [['access']],
    },
  }
  if (isOther(draft, 'access')) yield* inDetail(draft)
}

/** Who may do what, as far as it was answered. */
export function accessOf(draft: Draft): { read: string; write: string; credentials: readonly string[] } {
  return isOther(draft, 'access')
    ? {
        read: textOf(draft, 'read'),
        write: textOf(draft, 'write'),
        credentials: listOf(draft, 'credentials'),
      }
    : { read: 'owner', write: 'owner', credentials: CREDENTIALS }
}

function* inDetail(draft: Draft): Steps {
  yield {
    question: {
      id: 'read',
      kind: 'choice',
      round: 3,
      label: 'Reading',
      message: 'Who may read?',
      options: READERS,
      recommended: 'owner',
      about: [['access', 'read']],
    },
  }
  const read = textOf(draft, 'read')
  yield {
    question: {
      id: 'write',
      kind: 'choice',
      round: 3,
      label: 'Writing',
      message: 'Who may write?',
      // What everybody may read or write lies under nobody's path.
      options: READERS.filter(({ value }) => value !== OPPOSITE[read]),
      recommended: read === 'public' ? 'role:admin' : read,
      about: [['access', 'write']],
    },
  }
  if (textOf(draft, 'write') === 'public') {
    yield saidTwice(
      'publicWrite',
      'write',
      'Everybody on the internet can write, and nobody can be asked afterwards. Are you sure?',
    )
  }
  if (read === 'public' && textOf(draft, 'write') === 'public') return
  yield {
    question: {
      id: 'credentials',
      kind: 'choices',
      round: 3,
      label: 'Credentials',
      message: 'What can they sign in with?',
      options: [
        { value: 'jwt', label: 'Access token' },
        { value: 'apiKey', label: 'API key', hint: 'with a scope for reading and one for writing' },
      ],
      recommended: ['jwt', 'apiKey'],
      atLeast: 1,
      about: [['access', 'credentials']],
    },
  }
}

/** Asks again about a dangerous answer. Who says no is asked the first question again. */
export function saidTwice(
  danger: 'publicWrite' | 'unpaged',
  asked: 'write' | 'pagination',
  message: string,
): Step {
  return {
    question: {
      id: danger,
      kind: 'choice',
      round: asked === 'write' ? 3 : 4,
      message,
      options: [
        { value: 'no', label: 'No, ask me again', asksMore: true },
        { value: 'yes', label: 'Yes, I mean it' },
      ],
      recommended: 'no',
      about: [['confirm']],
    },
    apply: (state, answer) => withDraft(state, (draft) => confirmed(draft, danger, asked, answer === 'yes')),
  }
}

function confirmed(draft: Draft, danger: string, asked: string, isMeant: boolean): Draft {
  return isMeant ? { ...draft, answers: { ...draft.answers, [danger]: 'yes' } } : forget(draft, danger, asked)
}
