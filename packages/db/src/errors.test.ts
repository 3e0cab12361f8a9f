import { describe, expect, test } from 'vitest'
import {
  constraintOf,
  type FailureKind,
  failureKind,
  isDatabaseUnavailable,
  referringTable,
} from './errors.ts'
import { adapterError, error, errorShapes, prismaError } from './testing/error-shapes.ts'

test.each(errorShapes)('%s is %s', (_, kind, thrown) => {
  expect(failureKind(thrown)).toBe(kind)
})

describe('the database counts as unavailable', () => {
  test.each<[FailureKind | undefined, boolean]>([
    ['unavailable', true],
    ['diskFull', true],
    ['deadlock', true],
    ['uniqueViolation', false],
    ['foreignKeyViolation', false],
    ['checkViolation', false],
    ['dataException', false],
    [undefined, false],
  ])('when the failure is %s: %s', (kind, is) => {
    const thrown = errorShapes.filter((shape) => shape[1] === kind)
    expect(thrown.map((shape) => isDatabaseUnavailable(shape[2]))).toEqual(thrown.map(() => is))
    expect(thrown.length).toBeGreaterThan(0)
  })
})

test('the violated constraint is found in the errors of the driver and of Prisma', () => {
  const originalMessage = 'insert violates foreign key constraint "t_fkey"'
  expect(constraintOf(error('x', { code: '23503', constraint: 't_fkey' }))).toBe('t_fkey')
  expect(constraintOf(prismaError('P2010', { originalMessage }))).toBe('t_fkey')
  expect(constraintOf(adapterError({ originalMessage }))).toBe('t_fkey')
  expect(constraintOf(error('x'))).toBeUndefined()
})

test('the table whose rows refer to a deleted one is found in the errors of the driver and of Prisma', () => {
  const originalMessage =
    'update or delete on table "a" violates RESTRICT setting of foreign key constraint "b_a_id_fkey" on table "b"'
  expect(referringTable(error('x', { code: '23001', table: 'b' }))).toBe('b')
  expect(referringTable(prismaError('P2010', { originalMessage }))).toBe('b')
  expect(referringTable(error('x'))).toBeUndefined()
})

test('names are found in what a worker of a sharded database says, without the number of the shard', () => {
  const taken = error('duplicate key value violates unique constraint "t_name_key_102031"', { code: '23505' })
  expect(constraintOf(taken)).toBe('t_name_key')
  const referred = error(
    'update or delete on table "a_102001" violates foreign key constraint "b_a_id_fkey_102002" on table "b_102002"',
    { code: '23503' },
  )
  expect(constraintOf(referred)).toBe('b_a_id_fkey')
  expect(referringTable(referred)).toBe('b')
  expect(constraintOf(error('x', { code: '23505', constraint: 'year_2026' }))).toBe('year_2026')
})
