import { createHash } from 'node:crypto'
import { TRPCError } from '@trpc/server'
import { configure } from 'safe-stable-stringify'

const stringify = configure({ circularValue: Error })

/**
 * A SHA-256 of a procedure and its raw input. It does not depend on the order of fields, and tells apart what JSON writes
 * alike: a date, a bigint, a file and a form are none of them equal to a text, a number or an object.
 *
 * @throws BAD_REQUEST for an input that can be read only once, such as a stream
 */
export async function fingerprintOf(procedure: string, input: unknown): Promise<Buffer> {
  const files: Blob[] = []
  const hash = createHash('sha256').update(
    canonical(input === undefined ? [procedure] : [procedure, input], files),
  )
  for (const file of files) hash.update(await digest(file))
  return hash.digest()
}

type Json = string | number | boolean | null | object

/** Without the contents of files, which are added to `files`. */
function canonical(input: unknown, files: Blob[]): string {
  function replace(this: Record<string, unknown>, key: string, json: unknown): Json {
    const value = this[key]
    if (value === undefined) return json as Json
    // Left to the library, which also calls `toJSON`.
    if (typeof value === 'object' && (value === null || isPlain(value))) return json as Json
    if (typeof value === 'object') return canonicalObject(value, files)
    // Every text gets a prefix, so that no text looks like another type.
    if (typeof value === 'string') return `"${value}`
    const isJson = typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))
    return isJson ? value : `${typeof value} ${value}`
  }
  return stringify(input, replace as (key: string, json: unknown) => Json) ?? ''
}

function canonicalObject(value: object, files: Blob[]): string {
  const kind = value.constructor.name
  if (value instanceof Date) return `${kind} ${value.getTime()}`
  if (value instanceof Blob) {
    const name = value instanceof File ? value.name : ''
    return `${kind} ${files.push(value)} ${canonical([name, value.type], files)}`
  }
  if (Symbol.iterator in value) return `${kind} ${canonical([...(value as Iterable<unknown>)], files)}`
  throw notComparable()
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return Array.isArray(value) || prototype === Object.prototype || prototype === null
}

async function digest(file: Blob): Promise<Buffer> {
  const hash = createHash('sha256')
  for await (const chunk of file.stream()) hash.update(chunk)
  return hash.digest()
}

function notComparable() {
  return new TRPCError({
    code: 'BAD_REQUEST',
    message: 'An Idempotency-Key needs an input that can be compared: JSON or a form',
  })
}
