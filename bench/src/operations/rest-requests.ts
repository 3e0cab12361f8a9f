import { MEASURED_OWNER } from '../dataset/users.ts'
import type { HttpRequest } from '../load/http-connection.ts'
import type { Workload } from './workload.ts'

/** Makes the requests of an operation, one after another. */
export type NextRequest = () => HttpRequest

const { user: measured } = MEASURED_OWNER

export function restGet(workload: Workload, expectedStatus = 200): NextRequest {
  const headers = workload.headers(measured)
  return () => ({
    method: 'GET',
    path: workload.itemPath(measured, workload.randomId(measured)),
    headers,
    expectedStatus,
  })
}

export function restList(workload: Workload): NextRequest {
  return listRequest(workload, workload.headers(measured), 200)
}

/** The page after a cursor, which is the same each time. */
export function restListAfter(workload: Workload, cursor: string): NextRequest {
  const path = `${workload.collectionPath(measured)}?limit=20&cursor=${cursor}`
  const headers = workload.headers(measured)
  return () => ({ method: 'GET', path, headers, expectedStatus: 200 })
}

export function restListNotModified(workload: Workload): NextRequest {
  const headers = { ...workload.headers(measured), 'if-none-match': workload.listTag ?? '' }
  return listRequest(workload, headers, 304)
}

function listRequest(
  workload: Workload,
  headers: Record<string, string>,
  expectedStatus: number,
): NextRequest {
  const path = `${workload.collectionPath(measured)}?limit=20`
  return () => ({ method: 'GET', path, headers, expectedStatus })
}

export function restUpdate(workload: Workload, nextUser = () => measured): NextRequest {
  return () => {
    const user = nextUser()
    return {
      method: 'PATCH',
      path: workload.itemPath(user, workload.randomId(user)),
      headers: workload.jsonHeaders(user),
      body: JSON.stringify(workload.changedFields()),
      expectedStatus: 200,
    }
  }
}

export function restCreate(workload: Workload, nextUser = workload.userInTurn): NextRequest {
  return () => {
    const user = nextUser()
    return {
      method: 'POST',
      path: workload.collectionPath(user),
      headers: workload.jsonHeaders(user),
      body: JSON.stringify(workload.newFields()),
      expectedStatus: 201,
    }
  }
}
