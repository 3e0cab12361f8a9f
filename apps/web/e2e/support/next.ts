const calls = new Map<string, number>()

/** A whole number that the field was not given before. Below `count`, it begins again after the last one. */
export function next(field: string, count = Number.MAX_SAFE_INTEGER): number {
  // Other workers count, too, and shared rows outlive their test.
  const value = calls.get(field) ?? Math.floor(Math.random() * 30_000)
  calls.set(field, value + 1)
  return value % count
}

/** The next of a field's few values. */
export const nextOf = (field: string, values: readonly [string, ...string[]]): string =>
  values[next(field, values.length)] ?? values[0]
