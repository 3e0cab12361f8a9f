import { QueryClient } from '@tanstack/react-query'
import { expect, test } from 'vitest'
import type { Client } from '../api/client.ts'
import { problemOf } from '../api/problem.ts'
import type { Addition } from '../sync/commands/command.ts'
import { asWords } from './line.ts'
import { parseAddition } from './parse-addition.ts'

const HOME = '019a0000-0000-7000-8000-00000000000a'

/** A server with one project. */
const client = {
  project: {
    list: {
      query: async () => ({
        data: [{ id: HOME, name: 'Home', archived: false }],
        page: { nextCursor: null },
      }),
    },
  },
} as unknown as Client

const addition = (text: string, more: Partial<Addition> = {}): Addition => ({
  kind: 'add',
  id: '019a0000-0000-7000-8000-00000000000b',
  input: { text, timeZone: 'Europe/Berlin', locale: 'en-GB' },
  draft: asWords(text, more),
  // Half an hour after midnight there.
  typedAt: '2026-06-15T22:30:00.000Z',
  ...more,
})

const parsed = async (text: string, more?: Partial<Addition>) =>
  (await parseAddition(client, new QueryClient(), addition(text, more))).draft

test('a line means what it meant where and when it was typed', async () => {
  expect(await parsed('Call Bob tomorrow #work')).toMatchObject({
    title: 'Call Bob',
    dueOn: '2026-06-17',
    tags: ['work'],
  })
  expect(await parsed('Call Bob 05/07/2026')).toMatchObject({ dueOn: '2026-07-05' })
  expect(await parsed('Call Bob', { day: '2026-06-20' })).toMatchObject({ dueOn: '2026-06-20' })
})

test('a line names projects, and keeps words that were rejected', async () => {
  expect(await parsed('Paint +home')).toMatchObject({ title: 'Paint', projectId: HOME })
  const input = {
    text: 'Watch tomorrow #film',
    keep: [{ start: 6, end: 14 }],
    timeZone: 'UTC',
    locale: 'en-GB',
  }
  expect(await parsed(input.text, { input })).toMatchObject({
    title: 'Watch tomorrow',
    dueOn: null,
    tags: ['film'],
  })
})

test('a line without a title is refused as the server would', async () => {
  const error = await parsed('tomorrow').catch((refused: unknown) => refused)
  expect(problemOf(error)).toMatchObject({ status: 422, message: 'Add a few words for the title' })
})
