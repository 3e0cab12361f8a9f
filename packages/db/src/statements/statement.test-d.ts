import { expectTypeOf, test } from 'vitest'
import type { Run, Statement } from './statement.ts'

declare const run: Run

test('the rows have the type that the statement declares', () => {
  const find = {} as Statement<{ id: number }>
  expectTypeOf(run(find, [])).resolves.toEqualTypeOf<{ id: number }[]>()
  expectTypeOf(run({ name: '', text: 'SELECT 1' }, [])).resolves.toEqualTypeOf<object[]>()
  expectTypeOf(run<{ one: 1 }>({ name: '', text: 'SELECT 1 AS one' }, [])).resolves.toEqualTypeOf<
    { one: 1 }[]
  >()
})

test('a statement of one type of rows is no statement of another', () => {
  expectTypeOf<Statement<{ id: number }>>().not.toExtend<Statement<{ id: string }>>()
  expectTypeOf<Statement<{ id: number }>>().toExtend<Statement>()
})
