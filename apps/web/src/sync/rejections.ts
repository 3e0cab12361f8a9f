import type { QueryClient } from '@tanstack/react-query'
import { client } from '../api/client.ts'
import { type Problem, problemOf } from '../api/problem.ts'
import { changeLabel } from '../english/sync.ts'
import { rejectionMessage, saveAnyway } from '../english/task/rejection.ts'
import { toast } from '../ui/toast/toasts.ts'
import { type createCache, refetchProjects } from './cache.ts'
import { type Command, idsOf, typedLine } from './commands/command.ts'
import { commentsKey, isCommentCommand } from './commands/comment-command.ts'
import type { Drafts } from './drafts.ts'
import { REFUSED } from './drafts.ts'
import type { Pending } from './outbox.ts'

interface RejectionsOptions {
  queries: QueryClient
  cache: ReturnType<typeof createCache>
  drafts: Drafts
  run: (commands: Command[], label: string | undefined) => string[]
  /** Drops the commands that concern only these tasks, and returns their keys. */
  forget: (ids: readonly string[]) => string[]
}

/** What is done about commands that the server rejects: it is said, what was typed stays, and the actual state is fetched. */
export function createRejections({ queries, cache, drafts, run, forget }: RejectionsOptions) {
  function onRejected({ command, key }: Pending, error: unknown) {
    const isAddition = command.kind === 'add' || command.kind === 'create'
    // Later commands on a task that was never created would be rejected too.
    const forgotten = isAddition ? forget(idsOf(command)) : []
    const problem = problemOf(error)
    const message = problem
      ? rejectionMessage(problem, { isAddition, isComment: isCommentCommand(command) })
      : ''
    const reason = { status: problem?.status ?? 0, message }
    if (command.kind === 'add') {
      drafts.set(REFUSED + key, { ...typedLine(command), problem: reason })
    }
    for (const one of [key, ...forgotten]) drafts.reject(one, reason)
    toast({ tone: 'bad', message, action: savingAnyway(problem, command) })
    refetchActual(command, problem)
  }

  /** Offers to repeat an edit of an older version, overwriting the newer one. */
  function savingAnyway(problem: Problem | undefined, command: Command) {
    if (problem?.status !== 412 || command.kind !== 'update') return undefined
    const { ifVersion: _, ...again } = command
    return {
      label: saveAnyway,
      run: () => drafts.resend(again.id, again.patch, run([again], changeLabel.edited)),
    }
  }

  /** Gets the actual state of all that a rejected command concerns. */
  function refetchActual(command: Command, problem: Problem | undefined): void {
    for (const id of idsOf(command).slice(0, 20)) void refetch(id)
    if (isCommentCommand(command)) {
      void queries.invalidateQueries({ queryKey: commentsKey(command.taskId) })
    }
    // The project that was given may be gone.
    if (problem?.issues?.some(({ path }) => path.includes('projectId'))) void refetchProjects(queries)
  }

  async function refetch(id: string) {
    try {
      cache.apply({ type: 'upsert', task: await client.task.get.query({ id }) })
    } catch (error) {
      if (problemOf(error)?.status === 404) cache.apply({ type: 'delete', id })
    }
  }

  return {
    onRejected,
    /** Says that there were too many requests. The command is sent again. */
    onError: (error: unknown) => {
      const problem = problemOf(error)
      if (problem?.status === 429) toast({ tone: 'bad', message: rejectionMessage(problem) })
    },
  }
}

export type Rejections = ReturnType<typeof createRejections>
