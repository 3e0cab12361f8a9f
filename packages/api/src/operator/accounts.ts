import { isUniqueViolation } from '@tandem/db/errors'
import type { Db } from '@tandem/db/types'
import { uuidv7 } from 'uuidv7'
import type { z } from 'zod'
import { newSecret } from '../core/fields/secret.ts'
import type { Services } from '../core/services.ts'
import { hashPassword } from '../identity/credentials/password.ts'
import { issueLink } from '../identity/links/issue-link.ts'
import { pageOfLink } from '../identity/links/link.ts'
import { endSessionsIn } from '../identity/sessions/session.ts'
import { email, userName } from '../identity/user-schema.ts'
import { accountOf } from '../persistence/transaction.ts'

/** What the operator's commands need: no mail, and nobody who has signed in. */
export type OperatorServices = Pick<Services, 'db' | 'transact' | 'clock' | 'linkTokens' | 'appUrl'>

/** The operator asked for something that cannot be. The message says what. */
export class OperatorError extends Error {
  override readonly name = 'OperatorError'
}

/**
 * Creates an administrator, and returns the link under which they choose their password. Until then nobody can sign in.
 * @throws OperatorError for an address or a name that no account can have, and for an address that has an account
 */
export async function createAdmin(
  services: OperatorServices,
  given: { email: string; name?: string | undefined },
): Promise<string> {
  const address = parse(email, given.email, 'the address')
  const name = parse(userName, given.name ?? address.slice(0, address.indexOf('@')), 'the name')
  const passwordHash = await hashPassword(newSecret())
  const data = { id: uuidv7(), email: address, name, role: 'admin', passwordHash } as const
  try {
    await services.db.user.create({ data })
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw new OperatorError(`${address} has an account already: promote it`)
  }
  return linkFor(services, data)
}

/** Makes a user an administrator. Their sessions end, since access tokens hold the old role. @throws OperatorError */
export async function promote(services: OperatorServices, address: string): Promise<void> {
  const { id } = await userWith(services.db, address)
  await services.transact(accountOf(id), async (tx) => {
    await tx.user.update({ where: { id }, data: { role: 'admin' } })
    await endSessionsIn(tx, { userId: id }, services.clock())
  })
}

/**
 * Ends a user's sessions, and returns a link under which they choose a new password. The one they have works until then.
 * @throws OperatorError
 */
export async function resetPassword(services: OperatorServices, address: string): Promise<string> {
  const user = await userWith(services.db, address)
  if (!user.isActive) throw new OperatorError(`the account of ${user.email} is deactivated`)
  await services.transact(accountOf(user.id), async (tx) => {
    await endSessionsIn(tx, { userId: user.id }, services.clock())
  })
  return linkFor(services, user)
}

async function userWith(db: Db, address: string) {
  const found = await db.user.findUnique({
    where: { email: address.trim().toLowerCase() },
    select: { id: true, email: true, isActive: true },
  })
  if (!found) throw new OperatorError(`no user has the e-mail address ${address}`)
  return found
}

async function linkFor(services: OperatorServices, user: { id: string; email: string }): Promise<string> {
  const link = { id: uuidv7(), userId: user.id, email: user.email, requestedAt: services.clock() }
  const issued = await issueLink(services, { ...link, purpose: 'reset' })
  if (!issued) throw new OperatorError(`${user.email} got too many links in the last hour: try again later`)
  return pageOfLink(services.appUrl, 'reset', issued.token)
}

function parse<Schema extends z.ZodType>(schema: Schema, given: unknown, what: string): z.output<Schema> {
  const { success, data, error } = schema.safeParse(given)
  if (success) return data
  throw new OperatorError(`${what} ${error.issues[0]?.message ?? 'is not valid'}`)
}
