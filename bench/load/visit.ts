import type { Request } from 'autocannon'
import { uuidv7 } from 'uuidv7'
import type { LoadUser } from './users.ts'

/** What a user asks for, again and again. The task that it creates is deleted at the end of each round. */
const ROUND = [
  { name: 'list', method: 'GET', path: '?limit=20' },
  { name: 'create', method: 'POST', path: '', body: { title: 'Buy milk', tags: ['load'], priority: 'high' } },
  { name: 'get', method: 'GET', path: '/{id}' },
  { name: 'update', method: 'PATCH', path: '/{id}', body: { status: 'in_progress' } },
  { name: 'list of open', method: 'GET', path: '?status=todo&status=in_progress&sort=-priority,dueAt' },
  { name: 'delete', method: 'DELETE', path: '/{id}' },
] as const

export type Operation = (typeof ROUND)[number]['name']
export const OPERATIONS: readonly Operation[] = ROUND.map(({ name }) => name)

/** What the library takes, and its types lack. */
interface DynamicRequest extends Request {
  /** Where there is nothing to send, the round begins again. */
  setupRequest(): Request | undefined
  onResponse(status: number, body: string): void
}

/** The requests of one user, in the order in which a connection sends them. */
export interface Visit {
  requests: DynamicRequest[]
  /** What was answered last. */
  last(): Operation
  /** Deletes the task of a round that did not end, also where the answer that it was created never came. */
  tidy(): Promise<unknown>
}

export function visitOf(url: string, { id: userId, accessToken }: LoadUser): Visit {
  const tasks = `${url}/api/v1/${userId}/tasks`
  const headers = { authorization: `Bearer ${accessToken}` }
  const jsonHeaders = { ...headers, 'content-type': 'application/json' }
  let task: { id: string; isThere: boolean } | undefined
  let last: Operation = 'list'
  const requests = ROUND.map(({ name, method, path, ...rest }): DynamicRequest => {
    const fields = 'body' in rest ? rest.body : undefined
    return {
      setupRequest: () => {
        if (path.includes('{id}') && !task?.isThere) return undefined
        if (name === 'create') task = { id: uuidv7(), isThere: false }
        const { pathname, search } = new URL(tasks + path.replace('{id}', task?.id ?? ''))
        const whole = { method, path: pathname + search }
        if (fields === undefined) return { ...whole, headers: { ...headers } }
        const body = JSON.stringify(name === 'create' ? { id: task?.id, ...fields } : fields)
        return { ...whole, headers: { ...jsonHeaders }, body }
      },
      onResponse: (status) => {
        last = name
        if (name === 'create' && task) task.isThere = status === 201
        if (name === 'delete') task = undefined
      },
    }
  })
  return {
    requests,
    last: () => last,
    tidy: async () => {
      if (!task) return
      // A request to create it may still be on its way. The id is taken then, and stays so once the task is deleted.
      if (!task.isThere) {
        const body = JSON.stringify({ id: task.id, title: ROUND[1].body.title })
        await fetch(tasks, { method: 'POST', headers: jsonHeaders, body })
      }
      await fetch(`${tasks}/${task.id}`, { method: 'DELETE', headers })
    },
  }
}
