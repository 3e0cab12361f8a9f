import type { ResourceIds } from '../dataset/resource-ids.ts'
import { accessToken, expiredToken } from '../dataset/tokens.ts'
import { USERS, userId } from '../dataset/users.ts'
import type { ServerName } from '../launch/server-process.ts'
import type { Resource } from './resources.ts'

/** What requests to one server about one resource are made from. */
export interface Workload {
  resource: Resource
  /** The list's entity tag for conditional requests, if the server sends one. */
  listTag: string | undefined
  /** A cursor of the list, for pages after it. */
  cursor: string | undefined
  collectionPath(user: number): string
  itemPath(user: number, id: string): string
  /** The same object each time, so that a connection can cache the text of the headers. */
  headers(user: number): Record<string, string>
  jsonHeaders(user: number): Record<string, string>
  /** A user of the load, at random. */
  randomUser(): number
  /** The users of the load in turn, {@link TURN_LENGTH} times each. */
  userInTurn(): number
  /** The id of one of a user's rows, at random. */
  randomId(user: number): string
  newFields(): object
  /** Different fields each time. */
  changedFields(): object
  /** The input of a tRPC procedure, as this server expects it. */
  trpcInput(user: number, fields: object): object
  /** The same workload with tokens that have expired. */
  withExpiredTokens(): Workload
}

/**
 * How many rows a user creates before the next has their turn. If one user created them all, a fast server would soon
 * measure an account of more than 10,000 tasks, whose words are indexed, and a slow server would not.
 */
const TURN_LENGTH = 1000

interface WorkloadOptions {
  resource: Resource
  ids: ResourceIds
  server: ServerName
  /** Chooses users and rows. With the same numbers, two servers get the same requests. */
  random?: () => number
}

export function createWorkload({ resource, ids, server, random = Math.random }: WorkloadOptions): Workload {
  let changes = 0
  let creates = 0
  const pick = (length: number) => Math.floor(random() * length)

  const workload = (sign: (user: string) => string): Workload => {
    const headers = remember((user) => ({ authorization: `Bearer ${sign(userId(user))}` }))
    const collectionPath = (user: number) => `/api/v1/${userId(user)}/${resource.path}`
    return {
      resource,
      listTag: undefined,
      cursor: undefined,
      collectionPath,
      itemPath: (user, id) => `${collectionPath(user)}/${id}`,
      headers,
      jsonHeaders: remember((user) => ({ ...headers(user), 'content-type': 'application/json' })),
      randomUser: () => 1 + pick(USERS),
      userInTurn: () => 1 + (Math.floor(creates++ / TURN_LENGTH) % USERS),
      randomId: (user) => {
        const own = ids.get(user) ?? []
        return own[pick(own.length)] ?? ''
      },
      newFields: resource.newFields,
      changedFields: () => resource.changedFields(changes++),
      // The assembled stack takes the user from the input, Tandem from the token.
      trpcInput: (user, fields) => (server === 'assembled' ? { userId: userId(user), ...fields } : fields),
      withExpiredTokens: () => workload(expiredToken),
    }
  }
  return workload(accessToken)
}

function remember<Value>(make: (user: number) => Value): (user: number) => Value {
  const made = new Map<number, Value>()
  return (user) => {
    const known = made.get(user)
    if (known !== undefined) return known
    const value = make(user)
    made.set(user, value)
    return value
  }
}
