import type { Statement } from './statement.ts'

/** A value in the form in which it is sent. */
export type EncodedValue = string | Buffer | null

/** Encodes the values of a call. Throws for a value that cannot be sent, so that it fails its own call only. */
export function encodeValues({ name, many }: Statement, values: readonly unknown[]): EncodedValue[] {
  if (many && many.types.length !== values.length) {
    throw new Error(`statement ${name} takes ${many.types.length} values, not ${values.length}`)
  }
  return values.map((value, i) => encodeValue(value, many?.types[i]))
}

/** Encodes a value: instants as ISO 8601, lists as array literals, other objects as JSON. */
function encodeValue(value: unknown, type?: string): EncodedValue {
  if (value === null || value === undefined) return null
  if (type === 'jsonb' || type === 'json') return JSON.stringify(value)
  if (typeof value !== 'object') return String(value)
  if (value instanceof Date) return value.toISOString()
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength)
  return Array.isArray(value) ? arrayLiteral(value) : JSON.stringify(value)
}

/** Writes a list as PostgreSQL's array literal. */
export function arrayLiteral(list: readonly unknown[]): string {
  return `{${list.map(elementOf).join(',')}}`
}

function elementOf(value: unknown): string {
  if (Array.isArray(value)) return arrayLiteral(value)
  const encoded = encodeValue(value)
  if (encoded === null) return 'NULL'
  if (typeof encoded !== 'string') return `"\\\\x${encoded.toString('hex')}"`
  return `"${encoded.replaceAll(/["\\]/g, '\\$&')}"`
}
