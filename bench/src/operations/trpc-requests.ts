import { MEASURED_OWNER } from '../dataset/users.ts'
import type { HttpRequest } from '../load/http-connection.ts'
import type { NextRequest } from './rest-requests.ts'
import type { Workload } from './workload.ts'

const { user: measured } = MEASURED_OWNER

export function trpcGet(workload: Workload, { batchSize = 1, expectedStatus = 200 } = {}): NextRequest {
  const input = () => ({ id: workload.randomId(measured) })
  return query(workload, 'get', input, { batchSize, expectedStatus })
}

export function trpcList(workload: Workload): NextRequest {
  return query(workload, 'list', () => ({ limit: 20 }), { batchSize: 1, expectedStatus: 200 })
}

export function trpcUpdate(workload: Workload): NextRequest {
  return () => {
    const fields = { id: workload.randomId(measured), ...workload.changedFields() }
    return mutation(workload, 'update', measured, fields)
  }
}

export function trpcCreate(workload: Workload): NextRequest {
  return () => mutation(workload, 'create', workload.userInTurn(), workload.newFields())
}

interface QueryOptions {
  batchSize: number
  expectedStatus: number
}

/** Like `httpBatchLink`, it sends a single call as a batch too. */
function query(
  workload: Workload,
  procedure: string,
  input: () => object,
  { batchSize, expectedStatus }: QueryOptions,
): NextRequest {
  const headers = workload.headers(measured)
  const procedures = Array(batchSize).fill(`${workload.resource.procedures}.${procedure}`).join(',')
  const path = `/trpc/${procedures}?batch=1&input=`
  return () => {
    const inputs = Object.fromEntries(
      Array.from({ length: batchSize }, (_, i) => [i, workload.trpcInput(measured, input())]),
    )
    return {
      method: 'GET',
      path: path + encodeURIComponent(JSON.stringify(inputs)),
      headers,
      expectedStatus,
    }
  }
}

function mutation(workload: Workload, procedure: string, user: number, fields: object): HttpRequest {
  return {
    method: 'POST',
    path: `/trpc/${workload.resource.procedures}.${procedure}?batch=1`,
    headers: workload.jsonHeaders(user),
    body: JSON.stringify({ 0: workload.trpcInput(user, fields) }),
    expectedStatus: 200,
  }
}
