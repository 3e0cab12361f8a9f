import type { Client } from '../../api/client.ts'
import { newId } from '../../api/new-id.ts'
import { problemOf } from '../../api/problem.ts'
import { MAX_IN_BULK } from '../../sync/commands/command.ts'
import { type Batch, batchOf, type ImportPlan } from './plan.ts'

/** A row that the server refused, and why. */
export interface Refused {
  row: number
  title: string
  message: string
}

export interface Progress {
  done: number
  total: number
  /** The server asks to wait. */
  isWaiting: boolean
}

/** How long to wait where the server does not say, in seconds. */
const WAIT_S = 5

/**
 * An import that is sent part after part. After an error, `send` goes on where it stopped. What was sent can be taken back at any
 * time.
 */
export function createSending(client: Client, plan: ImportPlan, onProgress: (progress: Progress) => void) {
  const projects = [...plan.projects]
  const batches = [...plan.batches]
  const total = batches.reduce((sum, { operations }) => sum + operations.length, 0)
  const sent: { projects: string[]; tasks: string[] } = { projects: [], tasks: [] }
  const refused: Refused[] = []

  const progress = (isWaiting = false) =>
    onProgress({ done: sent.tasks.length + refused.length, total, isWaiting })

  /** Waits as long as the rate limit asks. @throws whatever else went wrong */
  async function patiently<T>(attempt: () => Promise<T>): Promise<T> {
    for (;;) {
      try {
        return await attempt()
      } catch (error) {
        const problem = problemOf(error)
        if (problem?.status !== 429) throw error
        progress(true)
        await new Promise((resolve) => setTimeout(resolve, (problem.retryAfter ?? WAIT_S) * 1_000))
      }
    }
  }

  async function sendProject(id: string, name: string) {
    await patiently(() => client.project.create.mutate({ id, name }, { context: { idempotencyKey: id } }))
    sent.projects.push(id)
  }

  /** Sends the first batch. Without those of its tasks that are refused, the others are sent as a new one. */
  async function sendBatch() {
    const [batch] = batches
    if (!batch) return
    const { key, operations } = batch
    try {
      await patiently(() => client.task.bulk.mutate({ operations }, { context: { idempotencyKey: key } }))
      sent.tasks.push(...operations.map(({ id }) => id))
      batches.shift()
    } catch (error) {
      const wrong = wrongOperations(error)
      if (wrong.size === 0) throw error
      refused.push(...[...wrong].map(([index, message]) => refusedRow(operations[index], message)))
      const others = operations.filter((_, index) => !wrong.has(index))
      batches.splice(0, 1, ...(others.length > 0 ? [batchOf(others)] : []))
    }
  }

  const refusedRow = (operation: Batch['operations'][number] | undefined, message: string): Refused => ({
    row: plan.rows.get(operation?.id ?? '') ?? 0,
    title: operation?.title ?? '',
    message,
  })

  return {
    /** @throws the error of the server, or of the connection */
    send: async () => {
      progress()
      for (let next = projects[0]; next; next = projects[0]) {
        await sendProject(next.id, next.name)
        projects.shift()
      }
      while (batches.length > 0) {
        await sendBatch()
        progress()
      }
      return { created: sent.tasks.length, projects: sent.projects.length, refused }
    },
    /** Deletes all that was made: the tasks go to the trash. @throws the error of the server, or of the connection */
    takeBack: async () => {
      // An answer may have been lost, so all that was begun is deleted.
      const begun = [...sent.tasks, ...(batches[0]?.operations.map(({ id }) => id) ?? [])]
      for (let i = 0; i < begun.length; i += MAX_IN_BULK) await deleteAll(begun.slice(i, i + MAX_IN_BULK))
      for (const id of sent.projects) {
        await patiently(() => client.project.delete.mutate({ id }, withNewKey())).catch(unlessGone)
      }
    },
  }

  async function deleteAll(ids: readonly string[]) {
    const operations = ids.map((id) => ({ type: 'delete' as const, id }))
    try {
      await patiently(() => client.task.bulk.mutate({ operations }, withNewKey()))
    } catch (error) {
      // Those that are gone already, or were never made.
      const gone = wrongOperations(error)
      if (gone.size === 0) throw error
      const others = ids.filter((_, index) => !gone.has(index))
      if (others.length > 0) await deleteAll(others)
    }
  }
}

export type Sending = ReturnType<typeof createSending>

const withNewKey = () => ({ context: { idempotencyKey: newId() } })

function unlessGone(error: unknown): void {
  if (problemOf(error)?.status !== 404) throw error
}

/** The messages of the operations that the server refused, by their index. */
function wrongOperations(error: unknown): Map<number, string> {
  const wrong = new Map<number, string>()
  for (const { path, message } of problemOf(error)?.issues ?? []) {
    const [list, index, field] = path
    if (list !== 'operations' || typeof index !== 'number' || wrong.has(index)) continue
    wrong.set(index, field === undefined ? message : `${field} ${message}`)
  }
  return wrong
}
