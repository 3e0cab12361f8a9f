import { LARGE_OWNER } from '../dataset/users.ts'
import {
  type NextRequest,
  restCreate,
  restGet,
  restList,
  restListNotModified,
  restUpdate,
} from './rest-requests.ts'
import { trpcCreate, trpcGet, trpcList, trpcUpdate } from './trpc-requests.ts'
import type { Workload } from './workload.ts'

/** A row of the main table. */
export interface Operation {
  /** For `--only`. */
  name: string
  title: string
  transport: 'rest' | 'trpc'
  kind: 'get' | 'list' | 'not-modified' | 'unauthorized' | 'update' | 'create'
  /** How many procedures one request calls. */
  batchSize: number
  /** The operation with which the floor is compared. */
  floor: string
  /** The operation with which the assembled stack is compared. */
  assembled: string
  targets: Targets
  requests(workload: Workload): NextRequest
}

/** What Tandem must reach, as ratios to the floor in the same round. */
export interface Targets {
  /** At least so many times the floor's requests per second. */
  rate?: number
  /** At most so many times the floor's 99th percentile. */
  p99?: number
}

/** How many times the assembled stack's requests per second Tandem must reach, in every row. */
export const ASSEMBLED_TARGET = 5

const BATCH_SIZE = 10
const GET: Targets = { rate: 1 }
const LIST: Targets = { rate: 1.2 }
const UPDATE: Targets = { rate: 0.9 }
const CREATE: Targets = { rate: 0.9, p99: 2.5 }

/** In the order in which they run. Rows that write come last, so that all servers read the same data. */
export const operations: readonly Operation[] = [
  rest({ kind: 'get', title: 'get', targets: GET, requests: (workload) => restGet(workload) }),
  rest({ kind: 'list', title: 'list of 20 with total', targets: LIST, requests: restList }),
  rest({
    kind: 'not-modified',
    name: 'rest-304',
    title: 'list, answered 304',
    floor: 'rest-get',
    assembled: 'rest-get',
    targets: { rate: 1.2 },
    requests: restListNotModified,
  }),
  rest({
    kind: 'unauthorized',
    name: 'rest-401',
    title: 'get, answered 401',
    requests: (workload) => restGet(workload.withExpiredTokens(), 401),
  }),
  trpc({ kind: 'get', title: 'get', targets: GET, requests: (workload) => trpcGet(workload) }),
  trpc({ kind: 'list', title: 'list of 20 with total', targets: LIST, requests: trpcList }),
  trpc({
    kind: 'get',
    name: 'trpc-batch',
    title: 'batch of 10 gets, per get',
    batchSize: BATCH_SIZE,
    targets: { rate: 3 },
    requests: (workload) => trpcGet(workload, { batchSize: BATCH_SIZE }),
  }),
  trpc({
    kind: 'unauthorized',
    name: 'trpc-401',
    title: 'get, answered 401',
    floor: 'rest-401',
    requests: (workload) => trpcGet(workload.withExpiredTokens(), { expectedStatus: 401 }),
  }),
  rest({ kind: 'update', title: 'update', targets: UPDATE, requests: (workload) => restUpdate(workload) }),
  rest({
    kind: 'update',
    name: 'rest-update-50',
    title: 'update, by 50 users',
    targets: UPDATE,
    requests: (workload) => restUpdate(workload, workload.randomUser),
  }),
  trpc({ kind: 'update', title: 'update', targets: UPDATE, requests: trpcUpdate }),
  rest({ kind: 'create', title: 'create', targets: CREATE, requests: (workload) => restCreate(workload) }),
  rest({
    kind: 'create',
    name: 'rest-create-50',
    title: 'create, by 50 users',
    targets: CREATE,
    requests: (workload) => restCreate(workload, workload.randomUser),
  }),
  trpc({ kind: 'create', title: 'create', targets: CREATE, requests: trpcCreate }),
  rest({
    kind: 'create',
    name: 'rest-create-large',
    title: `create, owner of ${LARGE_OWNER.count.toLocaleString('en')} tasks`,
    targets: CREATE,
    requests: (workload) => restCreate(workload, () => LARGE_OWNER.user),
  }),
]

export function operationNamed(name: string): Operation {
  const operation = operations.find((candidate) => candidate.name === name)
  if (!operation) throw new Error(`there is no operation ${name}`)
  return operation
}

type Given = Pick<Operation, 'kind' | 'title' | 'requests'> & Partial<Operation>

/** Unless stated otherwise, the others are compared by the same operation. */
function rest(given: Given): Operation {
  const name = given.name ?? `rest-${given.kind}`
  return {
    name,
    transport: 'rest',
    batchSize: 1,
    floor: name,
    assembled: name,
    targets: {},
    ...given,
    title: `REST ${given.title}`,
  }
}

/** The floor has no tRPC. Unless stated otherwise, it is compared by its REST operation of the same kind. */
function trpc(given: Given): Operation {
  const name = given.name ?? `trpc-${given.kind}`
  return {
    name,
    transport: 'trpc',
    batchSize: 1,
    floor: `rest-${given.kind}`,
    assembled: name,
    targets: {},
    ...given,
    title: `tRPC ${given.title}`,
  }
}
