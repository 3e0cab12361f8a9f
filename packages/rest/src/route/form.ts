import { Readable, Stream } from 'node:stream'
import { definition, isVoid, type Schema, unwrap } from './shape.ts'

/** What one alternative of an output is. `open` says nothing about the value, and neither does a `custom` schema. */
export type Form = 'json' | 'void' | 'text' | 'bytes' | 'file' | 'stream' | 'open' | 'custom'

/** The forms of the alternatives at the top of an output. */
export function formsOf(schema: Schema): Set<Form> {
  const def = definition(schema)
  if (def.type === 'union') return new Set(def.options.flatMap((option) => [...formsOf(option)]))
  if (def.type === 'nullable' || def.type === 'optional')
    return new Set<Form>([...formsOf(def.innerType), 'json'])
  const inner = unwrap(schema, 'output')
  return inner ? formsOf(inner) : new Set([formOf(schema)])
}

function formOf(schema: Schema): Form {
  const { type } = definition(schema)
  if (isVoid(schema)) return 'void'
  if (type === 'string' || type === 'template_literal' || type === 'enum') return 'text'
  if (type === 'any' || type === 'unknown' || type === 'transform') return 'open'
  if (type === 'file') return 'file'
  return type === 'custom' ? formOfClass(classOf(schema)) : 'json'
}

export type Class = abstract new (...args: never[]) => object

/** The class of `z.instanceof(…)`. */
export function classOf(schema: Schema): Class | undefined {
  const held = schema._zod.bag.Class
  return typeof held === 'function' ? (held as unknown as Class) : undefined
}

export function formOfClass(held: Class | undefined): Form {
  if (!held) return 'custom'
  const is = (base: Class) => held === base || held.prototype instanceof base
  if (is(Blob)) return 'file'
  if (is(ArrayBuffer) || is(DataView) || is(Object.getPrototypeOf(Uint8Array) as Class)) return 'bytes'
  if (is(ReadableStream) || is(Readable) || is(Stream)) return 'stream'
  return 'json'
}
