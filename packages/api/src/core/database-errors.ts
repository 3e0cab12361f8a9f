/**
 * What Prisma's errors mean, read from their codes: importing Prisma's classes would pull its client into
 * everything that imports an error. Codes: https://www.prisma.io/docs/orm/reference/error-reference
 */
const UNAVAILABLE = /^(P1000|P1001|P1002|P1008|P1010|P1011|P1017|P2024|P2028|P2034|P2037)$/

/** Connection, shutdown, resource and "starting up" conditions of PostgreSQL and of the socket below it. */
const UNAVAILABLE_CAUSE =
  /^(08...|53[0-3]00|57P0[1-5]|ECONNREFUSED|ECONNRESET|EPIPE|ENOTFOUND|ETIMEDOUT|EHOSTUNREACH|EAI_AGAIN)$/

/** What the driver gives no code to. */
const UNAVAILABLE_MESSAGE =
  /^(Connection terminated|Query read timeout|timeout exceeded when trying to connect)/

/** The database could not be reached, or cannot take work: nothing is wrong with the request. */
export function isDatabaseUnavailable(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > 5) return false
  const code = codeOf(error)
  if (error.name === 'PrismaClientInitializationError') return true
  if (typeof code === 'string' && (UNAVAILABLE.test(code) || UNAVAILABLE_CAUSE.test(code))) return true
  return UNAVAILABLE_MESSAGE.test(error.message) || isDatabaseUnavailable(error.cause, depth + 1)
}

/** Two rows with the same key. */
export function isUniqueViolation(error: unknown): boolean {
  return sqlState(error) === '23505' || codeOf(error) === 'P2002'
}

/** A row that must exist is gone: for anything a caller owns, that is the caller's account. */
export function isForeignKeyViolation(error: unknown): boolean {
  return sqlState(error) === '23503' || codeOf(error) === 'P2003'
}

/** Two transactions waited for each other, and this is the one that was ended. */
export function isDeadlock(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  return sqlState(error) === '40P01' || codeOf(error) === 'P2034' || isDeadlock(error.cause)
}

/** The trigger `users_keep_an_admin` has refused; Prisma passes on its message alone. */
export function isLastAdmin(error: unknown): boolean {
  return error instanceof Error && /the last active admin cannot be removed/.test(error.message)
}

/** The name of the constraint that was violated, as far as the error tells it. */
export function constraintOf(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  if ('constraint' in error && typeof error.constraint === 'string') return error.constraint
  return /constraint "([^"]+)"/.exec(original(error)?.originalMessage ?? '')?.[1]
}

/** PostgreSQL's own code, from its driver or from inside Prisma's error for a raw statement. */
function sqlState(error: unknown): unknown {
  return codeOf(error) === 'P2010' ? original(error)?.originalCode : codeOf(error)
}

/** What PostgreSQL said, inside Prisma's error for a raw statement. */
function original(error: unknown) {
  const { meta } = error as {
    meta?: { driverAdapterError?: { cause?: { originalCode?: string; originalMessage?: string } } }
  }
  return meta?.driverAdapterError?.cause
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined
}
