/**
 * The key under which an object has its JSON, where that is known before anybody writes it: because a database wrote it,
 * say. It is a symbol, and so nothing that was read from JSON has it.
 */
export const JSON_TEXT: unique symbol = Symbol('@tandem/json-text')

/** An object that has its JSON: what `JSON.stringify` would make of it, too. */
export interface HasJsonText {
  readonly [JSON_TEXT]: string
}

/** A value's own JSON, if it has it. */
export function jsonTextOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !(JSON_TEXT in value)) return undefined
  return (value as HasJsonText)[JSON_TEXT]
}
