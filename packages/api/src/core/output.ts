import type { z } from 'zod'

/**
 * Declares the output of a procedure without validating it on every call, for answers that our own code makes from our own
 * rows. The types enforce the schema, and the server's parity test validates real answers.
 */
export function unvalidatedOutput<Schema extends z.ZodType>(schema: Schema) {
  return { schema, parse: (output: z.output<Schema>): z.output<Schema> => output }
}
