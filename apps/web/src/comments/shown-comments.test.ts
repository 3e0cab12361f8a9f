import { expect, test } from 'vitest'
import type { Comment } from '../api/trpc.ts'
import { type CommentPage, shownComments } from './shown-comments.ts'

const TASK = '019a0000-0000-7000-8000-000000000001'

const comment = (id: string, minute: number, body = id): Comment => {
  const createdAt = new Date(Date.UTC(2026, 10, 1, 10, minute)).toISOString()
  return { taskId: TASK, id, body, version: 1, createdAt, updatedAt: createdAt }
}
const page = (...data: Comment[]): CommentPage => ({
  data,
  page: { limit: 20, hasMore: false, nextCursor: null },
})
const bodies = (shown: ReturnType<typeof shownComments>) => shown.map(({ body }) => body)

test('comments show the oldest first, and one that is in two pages shows once', () => {
  const pages = [page(comment('a', 1), comment('z', 9)), page(comment('b', 2), comment('z', 9))]
  expect(bodies(shownComments(pages, []))).toEqual(['a', 'b', 'z'])
})

test('commands show on top: a new comment last, an edited one in its place, a deleted one not', () => {
  const shown = shownComments(
    [page(comment('a', 1), comment('b', 2))],
    [
      { kind: 'add-comment', taskId: TASK, id: 'c', body: 'new' },
      { kind: 'edit-comment', taskId: TASK, id: 'a', body: 'edited' },
      { kind: 'delete-comment', taskId: TASK, id: 'b' },
      { kind: 'edit-comment', taskId: TASK, id: 'c', body: 'new, and edited' },
    ],
  )
  expect(bodies(shown)).toEqual(['edited', 'new, and edited'])
  expect(shown.map(({ isPending }) => isPending)).toEqual([true, true])
})

test('a command whose result has arrived already changes nothing more', () => {
  const shown = shownComments(
    [page(comment('a', 1, 'new'))],
    [
      { kind: 'add-comment', taskId: TASK, id: 'a', body: 'new' },
      { kind: 'edit-comment', taskId: TASK, id: 'gone', body: 'x' },
      { kind: 'delete-comment', taskId: TASK, id: 'gone' },
    ],
  )
  expect(bodies(shown)).toEqual(['new'])
})
