import { isDeepStrictEqual } from 'node:util'
import type { ResourceIds } from '../dataset/resource-ids.ts'
import { MEASURED_OWNER, userId } from '../dataset/users.ts'
import type { Server } from '../launch/server-process.ts'
import type { HttpRequest } from '../load/http-connection.ts'
import { type HttpResponse, sendRequest } from '../load/send-request.ts'
import { type Operation, operationNamed, operations } from '../operations/operations.ts'
import { tasks } from '../operations/resources.ts'
import { createWorkload, type Workload } from '../operations/workload.ts'

/** A server's responses by the name of the operation, without the ids and times of rows that it has just written. */
export type Responses = Map<string, unknown>

/** Sends each operation of the table once. All servers get the same requests. */
export async function collectResponses(server: Server, ids: ResourceIds): Promise<Responses> {
  const responses: Responses = new Map()
  const workloadOf = (random?: () => number) =>
    createWorkload({ resource: tasks, ids, server: server.name, ...(random && { random }) })
  for (const [i, operation] of operations.entries()) {
    const sent = operationFor(server, operation)
    if (!sent) continue
    const workload = workloadOf(sequence(i))
    if (sent.kind === 'not-modified') workload.listTag = await readListTag(server, workload)
    if (sent.kind === 'not-modified' && workload.listTag === undefined) continue
    const next = sent.requests(workload)
    const found: unknown[] = []
    while (found.length < operation.batchSize) {
      found.push(...comparable(server, sent, await sendRequest(server.origin, next())))
    }
    responses.set(operation.name, found)
  }
  for (const [name, request] of invalidRequests(server, workloadOf())) {
    const { status } = await sendRequest(server.origin, request)
    responses.set(name, status === request.expectedStatus ? 'refused' : status)
  }
  return responses
}

/** Returns a line for each operation in which the second differs from the first. */
export function differences(expected: Responses, found: Responses): string[] {
  return [...found].flatMap(([name, response]) => {
    const other = expected.get(name)
    if (other === undefined || isDeepStrictEqual(response, other)) return []
    return [
      `${name}: ${JSON.stringify(response).slice(0, 600)}\n  instead of ${JSON.stringify(other).slice(0, 600)}`,
    ]
  })
}

/** The list's entity tag, or undefined where the server sends none. */
export async function readListTag(server: Server, workload: Workload): Promise<string | undefined> {
  const list = operationNamed('rest-list').requests(workload)
  return (await sendRequest(server.origin, list())).headers.etag
}

/** The floor gets the REST operation it is compared by. Only Tandem answers with a 304. */
function operationFor(server: Server, operation: Operation): Operation | undefined {
  if (server.name === 'tandem') return operation
  if (operation.kind === 'not-modified') return undefined
  return server.name === 'assembled' ? operation : operationNamed(operation.floor)
}

interface Task {
  [field: string]: unknown
  id: string
  version: number
}

/** The parts of a response that all servers must agree on: one entry for each procedure called. */
function comparable(server: Server, operation: Operation, response: HttpResponse): unknown[] {
  const { status, body } = response
  if (operation.kind === 'not-modified' || operation.kind === 'unauthorized') return [{ status }]
  if (operation.transport === 'trpc') {
    const results = Array.isArray(body) ? body : [body]
    // tRPC answers every success with 200.
    const restStatus = operation.kind === 'create' ? 201 : 200
    return results.map((result) => [
      status === 200 ? restStatus : status,
      withoutVarying(operation, result?.result?.data),
    ])
  }
  if (server.name !== 'assembled' && operation.kind !== 'list')
    checkHeaders(operation, response, body as Task)
  return [[status, withoutVarying(operation, body)]]
}

function withoutVarying({ kind }: Operation, data: unknown): unknown {
  if (typeof data !== 'object' || data === null) return data
  if (kind === 'list' && 'page' in data) {
    const page = data.page as { nextCursor: unknown }
    return { ...data, page: { ...page, nextCursor: typeof page.nextCursor } }
  }
  const { id, createdAt, updatedAt, ...rest } = data as Record<string, unknown>
  if (kind === 'create') return rest
  return kind === 'update' ? { id, createdAt, ...rest } : data
}

function checkHeaders(operation: Operation, { headers }: HttpResponse, task: Task): void {
  if (headers.etag !== `"${task.version}"`) throw new Error(`${operation.name}: wrong ETag ${headers.etag}`)
  if (operation.kind === 'create' && !headers.location?.endsWith(`/tasks/${task.id}`))
    throw new Error(`${operation.name}: wrong Location ${headers.location}`)
}

/** Requests that every server must refuse. */
function invalidRequests({ name }: Server, workload: Workload): [string, HttpRequest][] {
  const { user } = MEASURED_OWNER
  const headers = workload.jsonHeaders(user)
  const untitled = {
    method: 'POST',
    path: workload.collectionPath(user),
    headers,
    body: '{"title":" "}',
  } as const
  const get = (path: string, expectedStatus: number): HttpRequest => ({
    method: 'GET',
    path,
    headers,
    expectedStatus,
  })
  return [
    ["another user's path", get(workload.collectionPath(user + 1), 403)],
    ['an unknown id', get(workload.itemPath(user, userId(0)), 404)],
    ['a blank title', { ...untitled, expectedStatus: name === 'assembled' ? 400 : 422 }],
  ]
}

/** Numbers between 0 and 1, the same ones for the same seed. */
function sequence(seed: number): () => number {
  let n = seed * 1000
  return () => {
    n += 1
    return (n * 0.618_033_988_749) % 1
  }
}
