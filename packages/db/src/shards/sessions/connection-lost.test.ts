import { expect, onTestFinished, test } from 'vitest'
import { database } from '../../create-db.ts'
import { failureKind } from '../../errors.ts'
import { openTestMemory } from '../../testing/test-memory.ts'
import { connectionLost } from './connection-lost.ts'

test('a call of Prisma for a worker that hangs or was lost fails as one of ours does: try again', async () => {
  const connection = await openTestMemory()
  const { client, close } = database(connection)
  onTestFinished(close)
  const error = connectionLost('worker 1 does not answer')
  Object.assign(connection.pool, { query: () => Promise.reject(error) })
  const failed: unknown = await client.user.findFirst().catch((cause: unknown) => cause)
  expect(failed).toBeInstanceOf(Error)
  expect([failureKind(failed), failureKind(error)]).toEqual(['unavailable', 'unavailable'])
})
