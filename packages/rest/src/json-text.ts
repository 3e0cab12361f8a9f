/**
 * The key of an object's JSON, for an object whose JSON is known before anything serialises it: because the database
 * wrote it, for example. It is a symbol, so that nothing parsed from JSON has it. It is in the global registry, so that
 * `@tandem/fastify-trpc` reads the same key although neither package imports the other.
 */
export const JSON_TEXT: unique symbol = Symbol.for('tandem.json-text')

/** An object that has its JSON, the same that `JSON.stringify` would make of it. */
export interface HasJsonText {
  readonly [JSON_TEXT]: string
}

/** The JSON that a value has, if it has any. */
export function jsonTextOf(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || !(JSON_TEXT in value)) return undefined
  return (value as HasJsonText)[JSON_TEXT]
}
