import { expect, test } from 'vitest'
import { isDatabaseUnavailable } from './database-errors.ts'

const error = (message: string, more: object = {}) => Object.assign(new Error(message), more)
const adapterError = (cause: object) => error('DriverAdapterError', { name: 'DriverAdapterError', cause })

test.each([
  ['a server that was shut down', error('terminating connection', { code: '57P01' })],
  ['a socket that was reset', error('read ECONNRESET', { code: 'ECONNRESET' })],
  ['a connection that ended', error('Connection terminated unexpectedly')],
  [
    'a query sent over a lost connection',
    error('Client has encountered a connection error and is not queryable'),
  ],
  ['a query sent over a closed connection', error('Client was closed and is not queryable')],
  ['Prisma, which found no server', error('x', { name: 'PrismaClientInitializationError' })],
  ['Prisma, out of connections', error('x', { code: 'P2024' })],
  [
    'a raw statement of Prisma, ended by the server',
    error('Raw query failed', {
      code: 'P2010',
      meta: { driverAdapterError: adapterError({ originalCode: '57P01' }) },
    }),
  ],
  ['a query of Prisma, known by its message', error('Database error. Code: `57P01`. Message: `terminating`')],
  ['a connection of the adapter lost in COMMIT', adapterError({ kind: 'ConnectionClosed' })],
  ['an error with the reason as its cause', error('outer', { cause: error('x', { code: '08006' }) })],
])('%s means that the database is unavailable', (_, thrown) => {
  expect(isDatabaseUnavailable(thrown)).toBe(true)
})

test.each([
  ['a unique violation', error('duplicate key', { code: '23505' })],
  ['a unique violation through Prisma', error('x', { code: 'P2002' })],
  [
    'a raw statement that is wrong',
    error('x', { code: 'P2010', meta: { driverAdapterError: adapterError({ originalCode: '42601' }) } }),
  ],
  ['an ordinary error', error('boom')],
  ['no error', undefined],
])('%s does not', (_, thrown) => {
  expect(isDatabaseUnavailable(thrown)).toBe(false)
})
