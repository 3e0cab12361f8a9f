import { QueryClient, QueryObserver, skipToken } from '@tanstack/react-query'
import { afterEach, expect, test, vi } from 'vitest'
import { taskKey } from '../sync/cache.ts'
import { testTask } from '../testing/test-task.ts'
import { keepAnswers } from './answers.ts'
import type { Answer, Store } from './store.ts'

const PROJECTS = [['project', 'all']]
const AT = Date.parse('2026-11-28T12:00:00Z')

let stop: (() => void) | undefined
afterEach(() => stop?.())

function setUp(answers: Record<string, Answer> = {}) {
  const kept = new Map(Object.entries(answers))
  const store = {
    answer: async (key: string) => kept.get(key),
    keepAnswer: async (key: string, answer: Answer) => {
      kept.set(key, answer)
      return key
    },
    task: async (id: string) => (id === 'milk' ? testTask({ id }) : undefined),
    removeAnswers: async () => {},
  }
  const queries = new QueryClient()
  stop = keepAnswers(queries, store as unknown as Store)
  return { queries, kept }
}

/** Asks, and is never answered, as without a connection. */
const ask = (queries: QueryClient, queryKey: readonly unknown[]) =>
  void queries.fetchQuery({ queryKey, queryFn: () => new Promise<never>(() => {}) })

test('a query begins with the last answer, and says how old it is', async () => {
  const { queries } = setUp({ [JSON.stringify(PROJECTS)]: { data: ['Home'], at: AT } })
  ask(queries, PROJECTS)
  await vi.waitFor(() => expect(queries.getQueryData(PROJECTS)).toEqual(['Home']))
  expect(queries.getQueryState(PROJECTS)?.dataUpdatedAt).toBe(AT)
})

test('an answer of the server is kept, and is not replaced by an older one', async () => {
  const { queries, kept } = setUp({ [JSON.stringify(PROJECTS)]: { data: ['Old'], at: AT } })
  await queries.fetchQuery({ queryKey: PROJECTS, queryFn: async () => ['New'] })
  await vi.waitFor(() => expect(kept.get(JSON.stringify(PROJECTS))?.data).toEqual(['New']))
  expect(queries.getQueryData(PROJECTS)).toEqual(['New'])
})

test('answers about other users, sessions and keys are not kept', async () => {
  const { queries, kept } = setUp()
  for (const path of [
    ['admin', 'listUsers'],
    ['auth', 'sessions'],
    ['apiKey', 'list'],
    ['task', 'stats'],
  ]) {
    await queries.fetchQuery({ queryKey: [path, { type: 'query' }], queryFn: async () => ['private'] })
  }
  expect([...kept]).toEqual([])
})

test('a single task comes from the copy, to be asked for again', async () => {
  const { queries } = setUp()
  ask(queries, taskKey('milk'))
  await vi.waitFor(() => expect(queries.getQueryData(taskKey('milk'))).toMatchObject({ id: 'milk' }))
  expect(queries.getQueryState(taskKey('milk'))?.dataUpdatedAt).toBe(0)
})

test('a task that was on the device before anything showed it is still asked for', async () => {
  const { queries } = setUp()
  const show = (queryFn: (() => Promise<unknown>) | typeof skipToken) =>
    new QueryObserver(queries, {
      queryKey: taskKey('milk'),
      queryFn,
      staleTime: Number.POSITIVE_INFINITY,
    }).subscribe(() => {})
  const hide = show(skipToken)
  await vi.waitFor(() => expect(queries.getQueryData(taskKey('milk'))).toMatchObject({ id: 'milk' }))
  hide()
  const close = show(async () => testTask({ id: 'milk', title: 'Changed elsewhere' }))
  await vi.waitFor(() =>
    expect(queries.getQueryData(taskKey('milk'))).toMatchObject({ title: 'Changed elsewhere' }),
  )
  close()
})
