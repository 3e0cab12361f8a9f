import { JSON_TEXT } from '../json-text.ts'

/** Whether an output can only be streamed: an async iterable, or an object with one, or with a promise, in a field. */
export function isDataStream(output: unknown): boolean {
  if (!isObject(output) || JSON_TEXT in output) return false
  if (Symbol.asyncIterator in output) return true
  return Object.values(output).some(
    (value) => isPromise(value) || (isObject(value) && Symbol.asyncIterator in value),
  )
}

function isObject(value: unknown): value is Record<PropertyKey, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isPromise(value: unknown): boolean {
  if (!isObject(value) && typeof value !== 'function') return false
  const { then, catch: caught } = value as Partial<Promise<unknown>>
  return typeof then === 'function' && typeof caught === 'function'
}
