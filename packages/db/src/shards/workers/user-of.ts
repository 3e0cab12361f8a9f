import { tablesByUser } from '../user-tables.ts'

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/

/** The parameter that a statement compares its rows' user with. */
const USER_IS = /\buser_id"?\s*=\s*\$(\d+)/

/** Queues of transactions that are named after a user. */
const OF_USER = /^(?:account |export )?([\da-f-]{36})$/

const SHARDED = new RegExp(`\\b(?:${tablesByUser().join('|')})\\b`)

/** Whose rows a statement is about, ours or Prisma's. Undefined for one about tables that are not sharded, or about all users. */
export function userOfStatement(text: string, values: readonly unknown[] = []): string | undefined {
  if (!SHARDED.test(text)) return undefined
  const place = USER_IS.exec(text)?.[1]
  // An INSERT compares nothing, and begins with the user.
  const user = place === undefined ? values.find(isId) : values[Number(place) - 1]
  return isId(user) ? user : undefined
}

/** The user of a queue of transactions. Undefined for the queues of jobs and addresses. */
export function userOfQueue(queue: string): string | undefined {
  return OF_USER.exec(queue)?.[1]
}

/** Whether a value is an id as this database writes it, such as a user's. */
export function isId(value: unknown): value is string {
  return typeof value === 'string' && UUID.test(value)
}
