import type { z } from 'zod'

/**
 * Declares the output of a procedure without validating it on every call: for what our own code makes from our own rows. The
 * types hold it to the schema, and the server's parity test holds real answers to it.
 */
export function unvalidatedOutput<Schema extends z.ZodType>(schema: Schema) {
  return { schema, parse: (output: z.output<Schema>): z.output<Schema> => output }
}
