import type { Problem } from '../../api/problem.ts'
import { plural } from '../common.ts'
import { explain } from '../problem.ts'

const FIELDS: Record<string, string> = {
  title: 'The title',
  description: 'The description',
  tags: 'The tags',
  dueAt: 'The due date',
  reminder: 'The reminder',
  text: 'The task',
  body: 'The comment',
}

const COMMENT: Partial<Record<number, string>> = {
  404: 'That comment is no longer there: it or its task was deleted elsewhere',
  409: 'That comment has already been added',
  412: 'That comment was changed elsewhere in the meantime, so your edit was not saved',
}

export const saveAnyway = 'Save anyway'

/** A message for a rejected change of tasks or comments. */
export function rejectionMessage(
  problem: Problem | undefined,
  { isAddition = false, isComment = false } = {},
): string {
  if (!problem) return 'The server could not be reached'
  const ofComment = isComment ? COMMENT[problem.status] : undefined
  if (ofComment !== undefined) return ofComment
  switch (problem.status) {
    case 404:
      return 'That task is no longer there: it was deleted elsewhere'
    case 409:
      return isAddition
        ? 'That task has already been added'
        : 'That conflicts with a change made elsewhere at the same moment'
    case 412:
      return 'That task was changed elsewhere in the meantime, so your edit was not saved'
    case 422:
      return invalid(problem)
    case 429:
      return problem.retryAfter
        ? `Too many changes at once. Continuing in ${plural(problem.retryAfter, 'second')}`
        : 'Too many changes at once. Continuing in a moment'
    default:
      return explain(problem)
  }
}

function invalid({ issues, message }: Problem): string {
  const [issue] = issues ?? []
  if (!issue) return message
  const field = issue.path.findLast((part) => typeof part === 'string')
  // An id that a task gets is never wrong otherwise.
  if (field === 'projectId') return 'The project is no longer there: it was deleted elsewhere'
  return `${FIELDS[field ?? ''] ?? field ?? 'That'} ${issue.message}`
}
