import { expectTypeOf, test } from 'vitest'
import type { Prisma, TaskStatus } from './generated/client.ts'
import type { Column, Table, ValueOf } from './tables.ts'
import { tables } from './tables.ts'

type Tasks = (typeof tables)['Task']['columns']

test('every generated table is a Table', () => {
  expectTypeOf(tables).toExtend<Record<string, Table>>()
})

test('a table has the fields of its model, and its key names some of them', () => {
  expectTypeOf<Prisma.TaskScalarFieldEnum>().toEqualTypeOf<keyof Tasks>()
  expectTypeOf(tables.Task.key).toEqualTypeOf<readonly ['userId', 'id']>()
  expectTypeOf(tables.User.key).toEqualTypeOf<readonly ['id']>()
})

test('a value has the type of its column', () => {
  expectTypeOf<ValueOf<Tasks['id']>>().toEqualTypeOf<string>()
  expectTypeOf<ValueOf<Tasks['title']>>().toEqualTypeOf<string>()
  expectTypeOf<ValueOf<Tasks['version']>>().toEqualTypeOf<number>()
  expectTypeOf<ValueOf<Tasks['revision']>>().toEqualTypeOf<number>()
  expectTypeOf<ValueOf<Tasks['isIndexed']>>().toEqualTypeOf<boolean>()
  expectTypeOf<ValueOf<Tasks['createdAt']>>().toEqualTypeOf<string>()
  expectTypeOf<ValueOf<(typeof tables)['IdempotencyKey']['columns']['answer']>>().toEqualTypeOf<Uint8Array>()
  expectTypeOf<ValueOf<{ name: 'n'; type: 'numeric'; isNullable: false }>>().toEqualTypeOf<string>()
  expectTypeOf<ValueOf<{ name: 'd'; type: 'date'; isNullable: false }>>().toEqualTypeOf<string>()
  expectTypeOf<ValueOf<{ name: 'f'; type: 'float8'; isNullable: false }>>().toEqualTypeOf<number>()
  expectTypeOf<ValueOf<{ name: 's'; type: 'smallint'; isNullable: false }>>().toEqualTypeOf<number>()
  expectTypeOf<ValueOf<{ name: 'j'; type: 'jsonb'; isNullable: false }>>().toBeAny()
})

test('a nullable column adds null', () => {
  expectTypeOf<ValueOf<Tasks['dueAt']>>().toEqualTypeOf<string | null>()
  expectTypeOf<ValueOf<Tasks['description']>>().toEqualTypeOf<string | null>()
})

test('an enum is the union of its values, as Prisma declares it', () => {
  expectTypeOf<ValueOf<Tasks['status']>>().toEqualTypeOf<TaskStatus>()
  expectTypeOf<
    ValueOf<{ name: 'e'; type: '"E"[]'; isNullable: true; values: readonly ['a', 'b'] }>
  >().toEqualTypeOf<('a' | 'b')[] | null>()
})

test('a list is an array', () => {
  expectTypeOf<ValueOf<Tasks['tags']>>().toEqualTypeOf<string[]>()
  expectTypeOf<ValueOf<{ name: 'l'; type: 'int[]'; isNullable: false }>>().toEqualTypeOf<number[]>()
})

test('the values of several columns are the union of each', () => {
  expectTypeOf<ValueOf<Tasks['version' | 'dueAt']>>().toEqualTypeOf<number | string | null>()
})

test('a column of a type that nobody reads does not compile', () => {
  // @ts-expect-error: there is no such type.
  const column: Column = { name: 'n', type: 'money', isNullable: false }
  expectTypeOf(column).toExtend<Column>()
})
