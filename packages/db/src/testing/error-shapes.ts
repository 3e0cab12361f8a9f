import type { FailureKind } from '../errors.ts'

/** An error with more properties. */
export const error = (message: string, more: object = {}) => Object.assign(new Error(message), more)
/** What Prisma's driver adapter throws itself, as for a failed COMMIT: the cause is an object. */
export const adapterError = (cause: object) =>
  error('DriverAdapterError', { name: 'DriverAdapterError', cause })
/** A query of Prisma, which has the adapter's error in its meta. */
export const prismaError = (code: string, cause: object) =>
  error('x', { code, meta: { driverAdapterError: adapterError(cause) } })
const postgres = (code: string, severity = 'ERROR') => ({
  kind: 'postgres',
  code,
  originalCode: code,
  severity,
})
/** Everything that PgBouncer says by itself. */
const pooler = (message: string) => error(message, { code: '08P01', severity: 'FATAL' })

/** Every shape in which a failure of the database arrives, and its kind. Seen with Prisma 7.10, @prisma/adapter-pg 7.10, pg 8.23, PGlite 0.5 and PgBouncer 1.18. */
export const errorShapes: [string, FailureKind | undefined, unknown][] = [
  ['pg: a server that was shut down', 'unavailable', error('terminating connection', { code: '57P01' })],
  ['pg: a statement that timed out', 'unavailable', error('canceling statement', { code: '57014' })],
  ['pg: a lock that was not got in time', 'unavailable', error('canceling statement', { code: '55P03' })],
  ['pg: a transaction idle for too long', 'unavailable', error('terminating', { code: '25P03' })],
  ['pg: a server that became a standby', 'unavailable', error('read-only transaction', { code: '25006' })],
  ['pg: a password that was changed', 'unavailable', error('authentication failed', { code: '28P01' })],
  ['pg: a database being replaced', 'unavailable', error('does not exist', { code: '3D000' })],
  ['Citus: a worker that refuses', 'unavailable', error('connection to the remote node', { code: '08006' })],
  [
    'Citus: a worker that was lost during a statement',
    'unavailable',
    error('failure on connection marked as essential: 10.0.0.3:5432', { code: 'XX000' }),
  ],
  [
    'Citus through Prisma: the same',
    'unavailable',
    adapterError({
      originalCode: 'XX000',
      originalMessage: 'failure on connection marked as essential: 10.0.0.3:5432',
    }),
  ],
  ...[
    "failed to prepare transaction 'citus_0_1_2_3' on host 10.0.0.3:5432",
    'failed to commit transaction on 10.0.0.3:5432',
    'could not commit transaction for shard 102008 on at least one active node',
    'could not connect to any active placements',
    'could not establish any connections to the node 10.0.0.3:5432 after 3000 ms',
    'execution cannot recover from multiple connection failures. Last node failed 10.0.0.3:5432',
    'failed to read result "insert_select_1_102008" from node 10.0.0.3:5432',
    'cannot connect to 10.0.0.3:5432 to fetch intermediate results',
    'server closed the connection unexpectedly',
    'could not receive data from server: Connection reset by peer',
    'no connection to the server',
    'SSL connection has been closed unexpectedly',
    'SSL SYSCALL error: EOF detected',
    'connection not open',
  ].map((message): [string, FailureKind, unknown] => [
    `Citus: ${message}`,
    'unavailable',
    error(message, { code: 'XX000' }),
  ]),
  ['Citus: a bug', undefined, error('unexpected state', { code: 'XX000' })],
  ['pg: an error of the disk', 'unavailable', error('could not read', { code: '58030' })],
  ['pg: any error that ends the session', 'unavailable', error('x', { code: 'XX000', severity: 'FATAL' })],
  [
    'PGlite: any error that stops the server',
    'unavailable',
    error('x', { code: 'XX000', severity: 'PANIC' }),
  ],
  ['pg: a full disk', 'diskFull', error('could not extend file', { code: '53100' })],
  ['pg: a deadlock', 'deadlock', error('deadlock detected', { code: '40P01' })],
  ['pg: a unique violation', 'uniqueViolation', error('duplicate key', { code: '23505' })],
  ['pg: a missing parent', 'foreignKeyViolation', error('violates', { code: '23503' })],
  ['pg: a broken rule', 'checkViolation', error('violates', { code: '23514' })],
  ['pg: a connection that ended', 'unavailable', error('Connection terminated unexpectedly')],
  ['pg: an answer that did not come', 'unavailable', error('Query read timeout')],
  ['pg: a server that did not let in', 'unavailable', error('timeout expired')],
  [
    'pg: a lost connection used again',
    'unavailable',
    error('Client has encountered a connection error and is not queryable'),
  ],
  ['pg: a closed connection used again', 'unavailable', error('Client was closed and is not queryable')],
  ['pool: no connection free', 'unavailable', error('timeout exceeded when trying to connect')],
  ['pool: closed', 'unavailable', error('Cannot use a pool after calling end on the pool')],
  ['PgBouncer: too many clients', 'unavailable', pooler('no more connections allowed (max_client_conn)')],
  ['PgBouncer: no session in time', 'unavailable', pooler('query_wait_timeout')],
  ['PgBouncer: no server', 'unavailable', pooler('client_login_timeout (server down)')],
  [
    'PgBouncer: a server that does not let it in',
    'unavailable',
    pooler('server login failed: FATAL the database system is starting up'),
  ],
  [
    'Prisma over PgBouncer: no session in time',
    'unavailable',
    prismaError('P2039', postgres('08P01', 'FATAL')),
  ],
  ['socket: reset', 'unavailable', error('read ECONNRESET', { code: 'ECONNRESET', syscall: 'read' })],
  [
    'socket: refused by all addresses',
    'unavailable',
    new AggregateError([error('x', { code: 'ECONNREFUSED' })]),
  ],
  ['file system: full', 'diskFull', error('write ENOSPC', { code: 'ENOSPC', syscall: 'write' })],
  ['Prisma: no server', 'unavailable', error('x', { name: 'PrismaClientInitializationError' })],
  ['Prisma: out of connections', 'unavailable', error('x', { code: 'P2024' })],
  ['Prisma: a transaction that could not start, or expired', 'unavailable', error('x', { code: 'P2028' })],
  ['Prisma: a host that is not there', 'unavailable', prismaError('P1001', { kind: 'DatabaseNotReachable' })],
  [
    'Prisma: a database that is not there',
    'unavailable',
    prismaError('P1003', { kind: 'DatabaseDoesNotExist', originalCode: '3D000' }),
  ],
  ['Prisma: a query ended by the server', 'unavailable', prismaError('P2039', postgres('57P01', 'FATAL'))],
  [
    'Prisma: a raw query ended by the server',
    'unavailable',
    prismaError('P2010', postgres('57P01', 'FATAL')),
  ],
  ['Prisma: a query without room', 'diskFull', prismaError('P2039', postgres('53100'))],
  ['Prisma: a raw query without room', 'diskFull', prismaError('P2010', postgres('53100'))],
  [
    'Prisma: a deadlock',
    'deadlock',
    prismaError('P2034', { kind: 'TransactionWriteConflict', originalCode: '40P01' }),
  ],
  [
    'Prisma: a deadlock of a raw query',
    'deadlock',
    prismaError('P2010', { kind: 'TransactionWriteConflict', originalCode: '40P01' }),
  ],
  [
    'Prisma: a unique violation',
    'uniqueViolation',
    prismaError('P2002', { kind: 'UniqueConstraintViolation', originalCode: '23505' }),
  ],
  [
    'Prisma: a missing parent',
    'foreignKeyViolation',
    prismaError('P2003', { kind: 'ForeignKeyConstraintViolation' }),
  ],
  ['Prisma: a broken rule of a raw query', 'checkViolation', prismaError('P2010', postgres('23514'))],
  ['COMMIT: connection ended by the server', 'unavailable', adapterError(postgres('57P01', 'FATAL'))],
  ['COMMIT: connection reset', 'unavailable', adapterError({ kind: 'ConnectionClosed' })],
  ['COMMIT: no answer', 'unavailable', adapterError({ kind: 'SocketTimeout' })],
  ['COMMIT: a full disk', 'diskFull', adapterError(postgres('53100'))],
  [
    'COMMIT: a deadlock',
    'deadlock',
    adapterError({ kind: 'TransactionWriteConflict', originalCode: '40P01' }),
  ],
  [
    'COMMIT: a unique violation',
    'uniqueViolation',
    adapterError({ kind: 'UniqueConstraintViolation', originalCode: '23505' }),
  ],
  [
    'an error with the reason as its cause',
    'unavailable',
    error('outer', { cause: error('x', { code: '08006' }) }),
  ],
  ['a raw statement that is wrong', undefined, prismaError('P2010', postgres('42601'))],
  [
    'a value that does not fit',
    'dataException',
    prismaError('P2000', { kind: 'LengthMismatch', originalCode: '22001' }),
  ],
  ['an ordinary error', undefined, error('boom')],
  ['an object that refers to itself', undefined, Object.assign(error('x'), { cause: circular() })],
  ['no error', undefined, undefined],
]

function circular() {
  const one: { cause?: unknown } = {}
  one.cause = one
  return one
}
