import { type Draft, draftOf, type State, type Step, type Steps, textOf } from '../draft.ts'
import { accessOf, saidTwice } from './access.ts'
import { isOther } from './other.ts'
import { chosenOperations } from './resource.ts'

/** Round 4: pages, caching, and a page of the web app. */
export function* listsRound(state: State): Steps {
  const draft = draftOf(state)
  const usual = [
    ...(chosenOperations(draft).includes('list') ? ['lists by cursor'] : []),
    'no caching',
    ...(canHavePage(draft) ? ['no page in the web app'] : []),
  ]
  yield {
    question: {
      id: 'lists',
      kind: 'choice',
      round: 4,
      label: 'Lists',
      message: `Usual: ${usual.join(', ')}. Change any?`,
      options: [
        { value: 'usual', label: 'No, the usual' },
        ...(canHavePage(draft)
          ? [
              {
                value: 'page',
                label: 'A page in the web app',
                hint: 'list, form and actions, with a browser test',
              },
            ]
          : []),
        { value: 'other', label: 'Yes…', asksMore: true },
      ],
      recommended: 'usual',
      about: isOther(draft, 'lists') ? [] : [['pagination'], ['cache'], ['page']],
    },
  }
  if (isOther(draft, 'lists')) yield* inDetail(draft)
}

/** Whether the web app gets a page. */
export function wantsPage(draft: Draft): boolean {
  const isWanted = isOther(draft, 'lists')
    ? textOf(draft, 'page') === 'yes'
    : textOf(draft, 'lists') === 'page'
  return isWanted && canHavePage(draft)
}

function* inDetail(draft: Draft): Steps {
  if (chosenOperations(draft).includes('list')) {
    yield {
      question: {
        id: 'pagination',
        kind: 'choice',
        round: 4,
        label: 'Pages',
        message: 'How are lists read?',
        options: [
          { value: 'cursor', label: 'By cursor', hint: 'fast on any page' },
          { value: 'offset', label: 'By offset', hint: 'with the total and page numbers' },
          { value: 'both', label: 'Both' },
          { value: 'none', label: 'All at once', hint: 'at most 1,000 rows' },
        ],
        recommended: 'cursor',
        about: [['pagination']],
      },
    }
    if (textOf(draft, 'pagination') === 'none') {
      yield saidTwice(
        'unpaged',
        'pagination',
        'A list of more than 1,000 rows will be refused with 422 from then on. Are you sure?',
      )
    }
  }
  yield* cacheSteps(draft)
  if (canHavePage(draft)) yield PAGE_STEP
}

/** The web app shows lists, to people who signed in. */
function canHavePage(draft: Draft): boolean {
  const { read, write, credentials } = accessOf(draft)
  return (
    chosenOperations(draft).includes('list') &&
    (credentials.includes('jwt') || (read === 'public' && write === 'public'))
  )
}

const PAGE_STEP: Step = {
  question: {
    id: 'page',
    kind: 'choice',
    round: 4,
    label: 'Web app',
    message: 'A page of the web app for it?',
    options: [
      { value: 'no', label: 'No' },
      { value: 'yes', label: 'Yes', hint: 'list, form and actions, with a browser test' },
    ],
    recommended: 'no',
    about: [['page']],
  },
}

function* cacheSteps(draft: Draft): Steps {
  yield {
    question: {
      id: 'cache',
      kind: 'choice',
      round: 4,
      label: 'Caching',
      message: 'May answers be cached?',
      options: [
        { value: 'none', label: 'No' },
        { value: 'control', label: 'By clients', hint: 'Cache-Control' },
        { value: 'ttl', label: 'By the server', hint: 'dropped on writes; in Redis with REDIS_URL' },
      ],
      recommended: 'none',
      about: [['cache']],
    },
  }
  const cache = textOf(draft, 'cache')
  if (cache === 'control') {
    yield {
      question: {
        id: 'cache.control',
        kind: 'text',
        round: 4,
        label: 'Cache-Control',
        message: 'With which Cache-Control?',
        recommended: 'private, max-age=60',
        refuse: (text) => (text.length >= 1 && text.length <= 200 ? undefined : 'From 1 to 200 characters'),
        about: [['cache']],
      },
    }
  }
  if (cache === 'ttl') {
    yield {
      question: {
        id: 'cache.ttl',
        kind: 'text',
        round: 4,
        label: 'Seconds',
        message: 'For how many seconds?',
        recommended: '30',
        refuse: (text) =>
          /^[1-9]\d{0,7}$/.test(text) && Number(text) <= 31_536_000
            ? undefined
            : 'Whole seconds, from 1 to 31536000',
        about: [['cache']],
      },
    }
  }
}
