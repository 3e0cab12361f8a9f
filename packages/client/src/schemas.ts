/** The server's zod schemas, for forms. They are apart from the client, so that only who uses them loads zod. */
export * from '@tandem/api/schemas'
