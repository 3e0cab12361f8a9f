/**
 * What the errors of the database mean. One failure comes in many shapes: as an error of the driver, of a socket, of Prisma,
 * or of Prisma's driver adapter, which keeps the reason in an object that is no Error. All are read here, by their codes,
 * because importing Prisma's error classes would pull in the whole client.
 */

import { TurnRefused } from './engine/turns.ts'

export type FailureKind =
  | 'unavailable'
  | 'diskFull'
  | 'deadlock'
  | 'uniqueViolation'
  | 'foreignKeyViolation'
  | 'checkViolation'
  | 'dataException'

/**
 * SQLSTATEs, Prisma's codes, the kinds of its driver adapter, and the codes of system errors.
 * https://www.postgresql.org/docs/current/errcodes-appendix.html, https://www.prisma.io/docs/orm/reference/error-reference
 */
const KIND_OF_CODE: readonly [FailureKind, RegExp][] = [
  ['uniqueViolation', /^(23505|P2002|UniqueConstraintViolation)$/],
  ['dataException', /^(22...|ValueOutOfRange|LengthMismatch)$/],
  // RESTRICT has a code of its own since PostgreSQL 18.
  ['foreignKeyViolation', /^(23001|23503|P2003|ForeignKeyConstraintViolation)$/],
  ['checkViolation', /^(23514|P2004)$/],
  ['deadlock', /^(40001|40P01|P2034|TransactionWriteConflict)$/],
  ['diskFull', /^(53100|ENOSPC|EDQUOT)$/],
  // Lost or refused connections, shutdown, start, exhausted resources and time limits, and a server that became a standby.
  [
    'unavailable',
    /^(08...|25006|25P0[34]|28...|3D000|53[023]00|55P03|57014|57P0[1-5]|58000|58030|P10(0[0-38]|1[017])|P2024|P2028|P2037)$/,
  ],
  [
    'unavailable',
    /^(ConnectionClosed|Database(NotReachable|AccessDenied|DoesNotExist)|AuthenticationFailed|SocketTimeout|TlsConnectionError|TooManyConnections)$/,
  ],
  [
    'unavailable',
    /^(ECONN(REFUSED|RESET|ABORTED)|EPIPE|ENOTFOUND|ETIMEDOUT|E(HOST|NET)UNREACH|EAI_AGAIN|EMFILE|ENFILE)$/,
  ],
]

/** Errors of the driver that have no code. */
const UNAVAILABLE_MESSAGE =
  /^(Connection terminated|Query read timeout|timeout (expired|exceeded when trying to connect)|Cannot use a pool after calling end)|is not queryable$/

/** What Citus says of a worker that it lost, as an internal error: in its own words, or in those of PostgreSQL's client. */
const LOST_WORKER = new RegExp(
  `^(${[
    'failure on connection marked as essential',
    'could not establish any connections to the node',
    'failed to (prepare|commit) transaction',
    'could not commit transaction for shard',
    'could not connect to any active placements',
    'execution cannot recover from multiple connection failures',
    'failed to read result "[^"]*" from node',
    'cannot connect to \\S+ to fetch intermediate results',
    'server closed the connection unexpectedly',
    '(could not (send|receive) data|no connection) (to|from) (the )?server',
    'SSL (connection has been closed unexpectedly|SYSCALL error)',
    'connection not open',
  ].join('|')})`,
)

/** PostgreSQL ends the session with a FATAL error, and all sessions with a PANIC. */
const ENDS_SESSION = /^(FATAL|PANIC)$/

/** How deep causes are nested at most. */
const MAX_DEPTH = 5

/** The parts of an error that may say why. */
interface ErrorShape {
  name?: unknown
  code?: unknown
  kind?: unknown
  originalCode?: unknown
  severity?: unknown
  message?: unknown
  originalMessage?: unknown
  constraint?: unknown
  table?: unknown
  cause?: unknown
  errors?: unknown
  meta?: { driverAdapterError?: unknown }
}

/** What kind of failure of the database an error reports. Undefined for any other error. */
export function failureKind(error: unknown): FailureKind | undefined {
  const layers = layersOf(error)
  for (const { code, originalCode, kind } of layers) {
    const found = kindOfCode(originalCode) ?? kindOfCode(code) ?? kindOfCode(kind)
    if (found) return found
  }
  return layers.some(isUnavailable) ? 'unavailable' : undefined
}

/** Whether the database cannot do its work at present, through no fault of the request: try again later. */
export function isDatabaseUnavailable(error: unknown): boolean {
  const kind = failureKind(error)
  return kind === 'unavailable' || kind === 'diskFull' || kind === 'deadlock'
}

export function isUniqueViolation(error: unknown): boolean {
  return failureKind(error) === 'uniqueViolation'
}

/** Whether a referenced row is missing: the counter of a deleted account, or the parent of a nested row. */
export function isForeignKeyViolation(error: unknown): boolean {
  return failureKind(error) === 'foreignKeyViolation'
}

/** Whether values break a rule of the table that `CHECK` states. */
export function isCheckViolation(error: unknown): boolean {
  return failureKind(error) === 'checkViolation'
}

/** Whether an expression has no value, as a quotient by zero, or one that its type cannot hold. */
export function isDataException(error: unknown): boolean {
  return failureKind(error) === 'dataException'
}

/** Whether PostgreSQL undid the transaction because of a concurrent one, so that it can be run again. */
export function isDeadlock(error: unknown): boolean {
  return failureKind(error) === 'deadlock'
}

/** Why work did not get its turn at the database (`Turns`), if that is the error. */
export function refusedTurn(error: unknown): TurnRefused['code'] | undefined {
  return error instanceof TurnRefused ? error.code : undefined
}

/** Whether the trigger `users_keep_an_admin` refused a change. Prisma passes on its message only. */
export function isLastAdmin(error: unknown): boolean {
  return error instanceof Error && /the last active admin cannot be removed/.test(error.message)
}

/** The name of the violated constraint, if the error contains it. */
export function constraintOf(error: unknown): string | undefined {
  for (const layer of layersOf(error)) {
    if (typeof layer.constraint === 'string') return withoutShard(layer.constraint)
    const named = inMessage(layer, /constraint "([^"]+)"/)
    if (named) return named
  }
  return undefined
}

/** The table whose rows keep another from being deleted, if the error contains it. */
export function referringTable(error: unknown): string | undefined {
  for (const layer of layersOf(error)) {
    if (typeof layer.table === 'string') return withoutShard(layer.table)
    const named = inMessage(layer, /constraint "[^"]+" on table "([^"]+)"/)
    if (named) return named
  }
  return undefined
}

/** A name in the message of the database. Prisma keeps that message apart from its own, and a worker passes on nothing else. */
function inMessage({ message, originalMessage }: ErrorShape, pattern: RegExp): string | undefined {
  const found = [originalMessage, message].map((text) =>
    typeof text === 'string' ? pattern.exec(text)?.[1] : undefined,
  )
  const named = found.find((name) => name !== undefined)
  return named === undefined ? undefined : withoutShard(named)
}

/** On a sharded database the names of tables and constraints end in the number of the shard, which has six digits or more. */
function withoutShard(name: string): string {
  return name.replace(/_\d{6,}$/, '')
}

/** The error and what it was made of, from the outside in. */
function layersOf(error: unknown, depth = 0): ErrorShape[] {
  if (typeof error !== 'object' || error === null || depth > MAX_DEPTH) return []
  const layer: ErrorShape = error
  // A host with several addresses has an error for each.
  const inner = [
    layer.cause,
    layer.meta?.driverAdapterError,
    ...(Array.isArray(layer.errors) ? layer.errors : []),
  ]
  return [layer, ...inner.flatMap((cause) => layersOf(cause, depth + 1))]
}

function kindOfCode(code: unknown): FailureKind | undefined {
  if (typeof code !== 'string') return undefined
  return KIND_OF_CODE.find(([, pattern]) => pattern.test(code))?.[0]
}

function isUnavailable({ name, severity, message, originalMessage }: ErrorShape): boolean {
  return (
    name === 'PrismaClientInitializationError' ||
    (typeof severity === 'string' && ENDS_SESSION.test(severity)) ||
    (typeof message === 'string' && UNAVAILABLE_MESSAGE.test(message)) ||
    [message, originalMessage].some((text) => typeof text === 'string' && LOST_WORKER.test(text))
  )
}
