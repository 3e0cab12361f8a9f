/**
 * Prisma's errors are recognised by their codes, because importing its error classes would pull in the whole client.
 * Codes: https://www.prisma.io/docs/orm/reference/error-reference
 */
const UNAVAILABLE = /^(P1000|P1001|P1002|P1008|P1010|P1011|P1017|P2024|P2028|P2034|P2037)$/

/** SQLSTATEs for lost connections, shutdown, exhausted resources and startup, and the socket errors below them. */
const UNAVAILABLE_CAUSE =
  /^(08...|53[0-3]00|57P0[1-5]|ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH|EAI_AGAIN)$/

/** What Prisma's driver adapter calls the same, where it passes on an object and not an error. */
const UNAVAILABLE_KIND =
  /^(ConnectionClosed|DatabaseNotReachable|DatabaseAccessDenied|SocketTimeout|TlsConnectionError|TooManyConnections)$/

/** Errors that have no code, or have it in their message alone. */
const UNAVAILABLE_MESSAGE =
  /^(Connection terminated|Query read timeout|timeout exceeded when trying to connect)|is not queryable$|Code: `(08...|53[0-3]00|57P0[1-5])`/

/** The parts of an error that may say why: the driver's, Prisma's, and those of Prisma's driver adapter. */
interface ErrorShape {
  name?: unknown
  code?: unknown
  message?: unknown
  cause?: unknown
  kind?: unknown
  originalCode?: unknown
  meta?: { driverAdapterError?: unknown }
}

/** Whether the database is unreachable or refuses work, through no fault of the request. */
export function isDatabaseUnavailable(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > 5) return false
  const { name, code, message, cause, kind, originalCode, meta } = error as ErrorShape
  const isCode = (value: unknown) =>
    typeof value === 'string' && (UNAVAILABLE.test(value) || UNAVAILABLE_CAUSE.test(value))
  return (
    name === 'PrismaClientInitializationError' ||
    isCode(code) ||
    isCode(originalCode) ||
    (typeof kind === 'string' && UNAVAILABLE_KIND.test(kind)) ||
    (typeof message === 'string' && UNAVAILABLE_MESSAGE.test(message)) ||
    isDatabaseUnavailable(cause, depth + 1) ||
    isDatabaseUnavailable(meta?.driverAdapterError, depth + 1)
  )
}

/** Why the work did not get its turn at the database (`Turns`), if that is the error. */
export function refusedTurn(error: unknown): string | undefined {
  const code = codeOf(error)
  return typeof code === 'string' && /^TURNS?_/.test(code) ? code : undefined
}

export function isUniqueViolation(error: unknown): boolean {
  return sqlState(error) === '23505' || codeOf(error) === 'P2002'
}

/** Whether a referenced row is missing: the counter of a deleted account, or the parent of a nested row. */
export function isForeignKeyViolation(error: unknown): boolean {
  return sqlState(error) === '23503' || codeOf(error) === 'P2003'
}

/** Whether PostgreSQL aborted the transaction to resolve a deadlock. */
export function isDeadlock(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return sqlState(error) === '40P01' || codeOf(error) === 'P2034' || isDeadlock(error.cause)
}

/** Whether the trigger `users_keep_an_admin` refused a change. Prisma passes on its message only. */
export function isLastAdmin(error: unknown): boolean {
  return error instanceof Error && /the last active admin cannot be removed/.test(error.message)
}

/** The name of the violated constraint, if the error contains it. */
export function constraintOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  if ('constraint' in error && typeof error.constraint === 'string') return error.constraint
  return /constraint "([^"]+)"/.exec(original(error)?.originalMessage ?? '')?.[1]
}

/** The SQLSTATE, from the driver's error or from inside Prisma's error for a raw statement. */
function sqlState(error: unknown): unknown {
  return codeOf(error) === 'P2010' ? original(error)?.originalCode : codeOf(error)
}

/** PostgreSQL's own error inside Prisma's error for a raw statement. */
function original(error: unknown) {
  const { meta } = error as {
    meta?: { driverAdapterError?: { cause?: { originalCode?: string; originalMessage?: string } } }
  }
  return meta?.driverAdapterError?.cause
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
