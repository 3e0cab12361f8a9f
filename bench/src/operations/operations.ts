import type { Call } from '../load/http-connection.ts'
import type { World } from './workload.ts'

export interface Operation {
  name: string
  title: string
  transport: 'rest' | 'trpc'
  kind: 'get' | 'list' | 'unchanged' | 'refused' | 'update' | 'create'
  /** How many procedures one request calls. */
  batch: number
  /** What the floor answers instead where it has no such thing, and is compared by. */
  floor: string
  /** The same for the assembled stack. Default: the operation itself. */
  assembled?: string
  /** The least that requests a second may be of the floor's. */
  target?: number
  /** Makes the calls, one after another. */
  calls(world: World): () => Call
}

/** How many times the assembled stack's requests a second Tandem's must be, everywhere. */
export const ASSEMBLED_TARGET = 5

const BATCH = 10
const STATUS = { get: 200, list: 200, unchanged: 304, refused: 401, update: 200, create: 201 }

/** In the order they run: what writes comes last, so that all servers read the same. */
export const operations: readonly Operation[] = [
  rest('get', { title: 'get', target: 0.7, calls: restGet }),
  rest('list', { title: 'list of 20 with total', target: 1.5, calls: restList }),
  rest('unchanged', {
    title: 'list, answered 304',
    name: 'rest-304',
    floor: 'rest-get',
    assembled: 'rest-get',
    target: 0.9,
    calls: (world) => restList(world, { ...world.headers(1), 'if-none-match': world.listTag ?? '' }),
  }),
  rest('refused', { title: 'get, answered 401', name: 'rest-401', calls: restGet }),
  trpc('get', { title: 'get', target: 0.7, calls: (world) => trpcQuery(world, 'task.get', oneTask) }),
  trpc('list', { title: 'list of 20 with total', calls: (world) => trpcQuery(world, 'task.list', aPage) }),
  trpc('get', {
    title: 'batch of 10 gets, per get',
    name: 'trpc-batch',
    batch: BATCH,
    target: 1,
    calls: (world) => trpcQuery(world, 'task.get', oneTask, BATCH),
  }),
  trpc('refused', {
    title: 'get, answered 401',
    name: 'trpc-401',
    floor: 'rest-401',
    calls: (world) => trpcQuery(world, 'task.get', oneTask),
  }),
  rest('update', { title: 'update', target: 0.6, calls: (world) => restUpdate(world, 1) }),
  rest('update', {
    title: 'update, by 50 users',
    name: 'rest-update-50',
    floor: 'rest-update-50',
    calls: (world) => restUpdate(world, world.users),
  }),
  trpc('update', { title: 'update', calls: trpcUpdate }),
  rest('create', { title: 'create', target: 0.6, calls: (world) => restCreate(world, world.nextUser) }),
  rest('create', {
    title: 'create, by 50 users',
    name: 'rest-create-50',
    floor: 'rest-create-50',
    calls: (world) => restCreate(world, () => world.user(world.users)),
  }),
  trpc('create', { title: 'create', calls: trpcCreate }),
]

type Given = Pick<Operation, 'title' | 'calls'> & Partial<Operation>

function rest(kind: Operation['kind'], given: Given): Operation {
  const name = `rest-${kind}`
  return expecting(kind, {
    name,
    floor: given.name ?? name,
    transport: 'rest',
    kind,
    batch: 1,
    ...given,
    title: `REST ${given.title}`,
  })
}

function trpc(kind: Operation['kind'], given: Given): Operation {
  return expecting(kind, {
    name: `trpc-${kind}`,
    floor: `rest-${kind}`,
    transport: 'trpc',
    kind,
    batch: 1,
    ...given,
    title: `tRPC ${given.title}`,
  })
}

function expecting(kind: Operation['kind'], operation: Operation): Operation {
  // Over tRPC everything that goes well is a 200.
  const status = operation.transport === 'trpc' && kind === 'create' ? 200 : STATUS[kind]
  return {
    ...operation,
    calls: (world) => {
      const next = operation.calls(kind === 'refused' ? world.expired() : world)
      return () => {
        const call = next()
        call.status = status
        return call
      }
    },
  }
}

function restGet(world: World): () => Call {
  const headers = world.headers(1)
  return () => ({ method: 'GET', path: world.path(1, world.task(1)), headers, status: 200 })
}

function restList(world: World, headers = world.headers(1)): () => Call {
  const path = `${world.path(1)}?limit=20`
  return () => ({ method: 'GET', path, headers, status: 200 })
}

function restUpdate(world: World, users: number): () => Call {
  return () => {
    const user = world.user(users)
    const path = world.path(user, world.task(user))
    const body = JSON.stringify(change(world))
    return { method: 'PATCH', path, headers: world.jsonHeaders(user), body, status: 200 }
  }
}

function restCreate(world: World, user: () => number): () => Call {
  const body = JSON.stringify(newTask())
  return () => {
    const owner = user()
    return { method: 'POST', path: world.path(owner), headers: world.jsonHeaders(owner), body, status: 201 }
  }
}

/** As `httpBatchLink` sends it: also a single call is a batch. */
function trpcQuery(world: World, procedure: string, input: (world: World) => object, batch = 1): () => Call {
  const headers = world.headers(1)
  const path = `/trpc/${Array(batch).fill(procedure).join(',')}?batch=1&input=`
  return () => {
    const inputs = Object.fromEntries(Array.from({ length: batch }, (_, i) => [i, world.input(input(world))]))
    return {
      method: 'GET',
      path: path + encodeURIComponent(JSON.stringify(inputs)),
      headers,
      status: 200,
    }
  }
}

function trpcUpdate(world: World): () => Call {
  return () => trpcMutation(world, 'task.update', 1, { id: world.task(1), ...change(world) })
}

function trpcCreate(world: World): () => Call {
  return () => trpcMutation(world, 'task.create', world.nextUser(), newTask())
}

function trpcMutation(world: World, procedure: string, user: number, input: object): Call {
  const body = JSON.stringify({ 0: world.input(input, user) })
  return {
    method: 'POST',
    path: `/trpc/${procedure}?batch=1`,
    headers: world.jsonHeaders(user),
    body,
    status: 200,
  }
}

const oneTask = (world: World) => ({ id: world.task(1) })
const aPage = () => ({ limit: 20 })

/** Never what a task is already. */
function change(world: World): object {
  const count = world.count()
  return { title: `Call Ada about the invoice, take ${count}`, priority: count % 2 ? 'high' : 'low' }
}

function newTask(): object {
  return {
    title: 'Ask the landlord about the new contract',
    description: 'Compare it with that of last year, and write down what is still open before the call.',
    priority: 'medium',
    tags: ['home', 'money'],
    dueAt: '2026-12-24T18:00:00+01:00',
  }
}
