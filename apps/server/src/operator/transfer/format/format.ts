import { z } from 'zod'
import { StartError } from '../../../boot/fail-start.ts'

/** The format of an export, as docs/export-format.md describes it. Lines of JSON, in gzip. */
export const FORMAT = 'tandem-export'
export const FORMAT_VERSION = 1

/** The longest line that is read, in bytes: a row may hold an answer of some megabytes. */
export const MAX_LINE_BYTES = 64 * 1024 * 1024

/** How many bytes of a file are in a line. Three bytes are four characters of Base64. */
export const FILE_CHUNK_BYTES = 48 * 1024

const sha256 = z.string().regex(/^[\da-f]{64}$/)
const uuid = z.string().regex(/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/)
const count = z.int().min(0)

/** The first line. */
export const header = z.strictObject({
  format: z.literal(FORMAT),
  version: z.literal(FORMAT_VERSION),
  createdAt: z.iso.datetime(),
  /** The migrations of the database, by which its tables can be told. */
  migrations: z.array(z.string()).min(1),
})

/** What is neither a row nor a piece of a file. */
export const mark = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('table'), name: z.string(), columns: z.array(z.string()).min(1) }),
  z.strictObject({ type: z.literal('tableEnd'), rows: count, sha256 }),
  z.strictObject({ type: z.literal('file'), userId: uuid, id: uuid }),
  z.strictObject({ type: z.literal('fileEnd'), size: count, sha256 }),
  /** A file that a row names, and whose bytes were not there. */
  z.strictObject({ type: z.literal('missingFile'), userId: uuid, id: uuid }),
  z.strictObject({ type: z.literal('end'), sha256 }),
])

export type Header = z.output<typeof header>
export type Mark = z.output<typeof mark>

/** The file is no export, or not a whole one. */
export class UnreadableExport extends StartError {
  override readonly name = 'UnreadableExport'
}
