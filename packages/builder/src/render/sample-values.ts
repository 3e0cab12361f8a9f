import { randomUUID } from 'node:crypto'

const calls = new Map<string, number>()

function next(field: string, count = Number.MAX_SAFE_INTEGER): number {
  const value = calls.get(field) ?? 0
  calls.set(field, value + 1)
  return value % count
}

const nextOf = (field: string, values: readonly unknown[]) => values[next(field, values.length)]

/** What the code of a value in tests comes to, with the functions of tests that it calls. */
export const valueOfCode = (code: string): unknown =>
  new Function('next', 'nextOf', 'uuidv7', `return ${code}`)(next, nextOf, randomUUID)
