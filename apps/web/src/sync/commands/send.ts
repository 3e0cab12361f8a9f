import type { QueryClient } from '@tanstack/react-query'
import { type Client, client } from '../../api/client.ts'
import type { Outputs, Task } from '../../api/trpc.ts'
import { retryImport } from '../../ui/retry-import.ts'
import { findTask } from '../cache.ts'
import type { TaskChange } from '../lists/task-list.ts'
import { type Command, type TaskCommand, withoutLeftovers } from './command.ts'
import { isCommentCommand } from './comment-command.ts'
import type { SuccessorEffects } from './successors.ts'

const loadParsing = retryImport(() => import('../../quick-add/parse-addition.ts'))
const loadComments = retryImport(() => import('../../comments/send-comment.ts'))

/** Sends a command with its idempotency key, and returns the changes that it made. */
export async function sendCommand(
  queries: QueryClient,
  command: Command,
  key: string,
): Promise<TaskChange[]> {
  if (command.kind === 'add' && !command.isParsed) {
    const { parseAddition } = await loadParsing()
    return send(await parseAddition(client, queries, command), key)
  }
  if (!isCommentCommand(command)) {
    const changes = await send(command, key)
    const effects = 'successors' in command || 'takenBack' in command ? command : {}
    return [...changes, ...(await actualSuccessors(client, effects, (id) => findTask(queries, id)))]
  }
  const { sendComment } = await loadComments()
  await sendComment(client, queries, command, key)
  return []
}

async function send(command: TaskCommand, key: string): Promise<TaskChange[]> {
  const options = { context: { idempotencyKey: key } }
  const upserted = (task: Task): TaskChange[] => [{ type: 'upsert', task }]
  switch (command.kind) {
    case 'add':
      return upserted(await client.task.create.mutate({ id: command.id, ...command.draft }, options))
    case 'create':
      return upserted(await client.task.create.mutate(command.input, options))
    case 'update': {
      const { id, patch, ifVersion } = command
      return upserted(await client.task.update.mutate({ id, ...withoutLeftovers(patch), ifVersion }, options))
    }
    case 'delete':
      await client.task.delete.mutate({ id: command.id }, options)
      return [{ type: 'delete', id: command.id }]
    case 'restore':
      return upserted(await client.task.restore.mutate({ id: command.task.id }, options))
    case 'bulk-update': {
      const operations = command.ids.map((id, i) => ({
        type: 'update' as const,
        id,
        ...withoutLeftovers(command.patches[i] ?? {}),
      }))
      return changesOf(await client.task.bulk.mutate({ operations }, options))
    }
    case 'bulk-delete': {
      const operations = command.ids.map((id) => ({ type: 'delete' as const, id }))
      return changesOf(await client.task.bulk.mutate({ operations }, options))
    }
  }
}

function changesOf({ results }: Outputs['task']['bulk']): TaskChange[] {
  return results.map((result) =>
    result.type === 'delete' ? { type: 'delete', id: result.id } : { type: 'upsert', task: result.task },
  )
}

/** The most that are asked for at once, which is one batch. The live updates have the others. */
const MAX_FETCHED = 20

/**
 * What the server has made of successors, so that the list shows the same when their command is done. `find` returns tasks as the
 * server had them last.
 */
export async function actualSuccessors(
  client: Client,
  { successors = [], takenBack = [] }: SuccessorEffects,
  find: (id: string) => Task | undefined,
): Promise<TaskChange[]> {
  const made = successors.slice(0, MAX_FETCHED).map(({ id }) =>
    client.task.get.query({ id }).then(
      (task): TaskChange[] => [{ type: 'upsert', task }],
      // The live updates have it as well.
      () => [],
    ),
  )
  // One that somebody has changed stays.
  const gone = takenBack.filter((id) => (find(id)?.version ?? 1) <= 1)
  return [...(await Promise.all(made)).flat(), ...gone.map((id): TaskChange => ({ type: 'delete', id }))]
}
