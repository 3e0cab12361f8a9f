import { isDeepStrictEqual } from 'node:util'
import { userId } from '../dataset/fill-sql.ts'
import type { Server } from '../launch/server-process.ts'
import type { Call } from '../load/http-connection.ts'
import { type Answer, ask } from '../load/send-request.ts'
import { type Operation, operations } from '../operations/operations.ts'
import { createWorld, type TaskIds, type World } from '../operations/workload.ts'

/** What a server has answered, by operation, without what must differ: ids and times of what was just written. */
export type Answers = Map<string, unknown>

/** Asks a server each thing that it will be measured by, once. All are asked for the same tasks. */
export async function collectAnswers(server: Server, ids: TaskIds): Promise<Answers> {
  const answers: Answers = new Map()
  for (const [i, operation] of operations.entries()) {
    const asked = asAnsweredBy(server, operation)
    if (!asked) continue
    const world = createWorld(ids, server.name, sequence(i))
    if (asked.kind === 'unchanged') world.listTag = await readListTag(server, world)
    if (asked.kind === 'unchanged' && world.listTag === undefined) continue
    const next = asked.calls(world)
    const found: unknown[] = []
    while (found.length < operation.batch) {
      found.push(...unwrap(server, asked, await ask(server.origin, next())))
    }
    answers.set(operation.name, found)
  }
  for (const [name, call] of refusals(server, createWorld(ids, server.name))) {
    const { status } = await ask(server.origin, call)
    answers.set(name, status === call.status ? 'refused' : status)
  }
  return answers
}

/** How the second differs from the first; a line for each operation. */
export function differences(expected: Answers, found: Answers): string[] {
  return [...found].flatMap(([name, answer]) => {
    const other = expected.get(name)
    if (other === undefined || isDeepStrictEqual(answer, other)) return []
    return [
      `${name}: ${JSON.stringify(answer).slice(0, 600)}\n  instead of ${JSON.stringify(other).slice(0, 600)}`,
    ]
  })
}

/** The list's entity tag, or undefined where the server gives none. */
export async function readListTag(server: Server, world: World): Promise<string | undefined> {
  const list = operations.find(({ name }) => name === 'rest-list')
  return list && (await ask(server.origin, list.calls(world)())).headers.etag
}

/** The floor speaks no tRPC: it answers the same question over REST. Nobody else is asked instead of Tandem for a 304. */
function asAnsweredBy(server: Server, operation: Operation): Operation | undefined {
  if (server.name === 'tandem') return operation
  if (operation.kind === 'unchanged') return undefined
  if (server.name === 'assembled') return operation
  return operations.find(({ name }) => name === operation.floor)
}

interface Task {
  [field: string]: unknown
  id: string
  version: number
}

function unwrap(server: Server, operation: Operation, answer: Answer): unknown[] {
  const { status, body } = answer
  if (operation.kind === 'unchanged' || operation.kind === 'refused') return [{ status }]
  if (operation.transport === 'trpc') {
    const results = Array.isArray(body) ? body : [body]
    const as = operation.kind === 'create' ? 201 : 200
    // Over tRPC everything that went well is a 200.
    return results.map((result) => [status === 200 ? as : status, plain(operation, result?.result?.data)])
  }
  if (server.name !== 'assembled' && operation.kind !== 'list') checkHeaders(operation, answer, body as Task)
  return [[status, plain(operation, body)]]
}

function plain({ kind }: Operation, data: unknown): unknown {
  if (typeof data !== 'object' || data === null) return data
  if (kind === 'list' && 'page' in data) {
    const page = data.page as { nextCursor: unknown }
    return { ...data, page: { ...page, nextCursor: typeof page.nextCursor } }
  }
  const { id, createdAt, updatedAt, ...rest } = data as Record<string, unknown>
  if (kind === 'create') return rest
  return kind === 'update' ? { id, createdAt, ...rest } : data
}

function checkHeaders(operation: Operation, { headers }: Answer, task: Task): void {
  if (headers.etag !== `"${task.version}"`) throw new Error(`${operation.name}: wrong ETag ${headers.etag}`)
  if (operation.kind === 'create' && !headers.location?.endsWith(`/tasks/${task.id}`))
    throw new Error(`${operation.name}: wrong Location ${headers.location}`)
}

/** What no server may answer: another user's tasks, a task that is not there, a task without a title. */
function refusals({ name }: Server, world: World): [string, Call][] {
  const headers = world.jsonHeaders(1)
  const untitled = { method: 'POST', path: world.path(1), headers, body: '{"title":" "}' } as const
  const get = (path: string, status: number): Call => ({ method: 'GET', path, headers, status })
  return [
    ["another user's path", get(world.path(2), 403)],
    ['no such task', get(world.path(1, userId(0)), 404)],
    ['no title', { ...untitled, status: name === 'assembled' ? 400 : 422 }],
  ]
}

/** The same numbers between 0 and 1 for the same seed. */
function sequence(seed: number): () => number {
  let n = seed * 1000
  return () => {
    n += 1
    return (n * 0.618_033_988_749) % 1
  }
}
