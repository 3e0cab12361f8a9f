import { jsonTextOf } from '../json-text.ts'

/** An output as JSON, without the router's transformer. JSON has no `undefined`: that is `null`. */
export function plainJson(output: unknown): string {
  return jsonTextOf(output) ?? JSON.stringify(output) ?? 'null'
}

/**
 * As `plainJson`, for outputs that may hold more than JSON does: a `Map` becomes an object, a `Set` an array, a bigint
 * text. Throws for what would silently be lost, such as a `File` or a function.
 */
export function richJson(output: unknown): string {
  return jsonTextOf(output) ?? JSON.stringify(output, toJsonValue) ?? 'null'
}

function toJsonValue(key: string, value: unknown): unknown {
  switch (typeof value) {
    case 'bigint':
      return String(value)
    case 'function':
    case 'symbol':
      throw cannotHold(key, `a ${typeof value}`)
    case 'object':
      return value === null || Array.isArray(value) ? value : toJsonObject(key, value)
    default:
      return value
  }
}

function toJsonObject(key: string, value: object): unknown {
  if (value instanceof Map) return fromMap(key, value)
  if (value instanceof Set) return [...value]
  if (isLost(value)) throw cannotHold(key, `a ${value.constructor?.name ?? 'stream'}`)
  return value
}

function fromMap(key: string, map: Map<unknown, unknown>): object {
  const entries = [...map].map(([name, value]): [string, unknown] => {
    const isText = typeof name === 'string' || typeof name === 'number' || typeof name === 'bigint'
    if (!isText && typeof name !== 'boolean') throw cannotHold(key, `a Map with keys of type ${typeof name}`)
    return [String(name), value]
  })
  return Object.fromEntries(entries)
}

/** Whether an object has contents that are not in its enumerable fields. */
function isLost(value: object): boolean {
  return (
    value instanceof Blob ||
    value instanceof Promise ||
    value instanceof RegExp ||
    value instanceof Error ||
    value instanceof WeakMap ||
    value instanceof WeakSet ||
    value instanceof ArrayBuffer ||
    ArrayBuffer.isView(value) ||
    Symbol.asyncIterator in value
  )
}

function cannotHold(key: string, what: string): TypeError {
  const place = key === '' ? 'The output' : `The output field ${JSON.stringify(key)}`
  return new TypeError(`${place} is ${what}, which JSON cannot hold`)
}
