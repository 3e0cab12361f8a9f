const calls = new Map<string, number>()

/** A whole number from 0 that the field was not given before. Below `count`, it begins again after the last one. */
export function next(field: string, count = Number.MAX_SAFE_INTEGER): number {
  const value = calls.get(field) ?? 0
  calls.set(field, value + 1)
  return value % count
}

/** The next of a field's few values. */
export const nextOf = <const Value>(field: string, values: readonly [Value, ...Value[]]): Value =>
  values[next(field, values.length)] ?? values[0]
