import { z } from 'zod'
import { lookupId } from '../core/fields/text.ts'
import { timestamp } from '../core/fields/time.ts'

export const MAX_FILES = 20
const MAX_NAME_BYTES = 255

/** An interface, because the router's type for clients spells it out. */
export interface FileRecord {
  id: string
  name: string
  mediaType: string
  size: number
  sha256: string
  createdAt: string
}

export const file = z
  .object({
    id: z.uuid(),
    name: z.string(),
    mediaType: z.string(),
    size: z.int(),
    sha256: z.string(),
    createdAt: timestamp,
  })
  .meta({ id: 'File' }) satisfies z.ZodType<FileRecord>

export const fileList = z.object({ data: z.array(file) }).meta({ id: 'FileList' })

export const fileLimits = z
  .object({
    maxBytes: z.int().meta({ description: 'What a file may have.' }),
    maxFiles: z.int().meta({ description: 'How many a task may have.' }),
    quotaBytes: z
      .int()
      .meta({ description: 'What all your files may have together, those of deleted tasks included.' }),
  })
  .meta({ id: 'FileLimits' })

/** A file in the export of an account. */
export const exportedFile = file.extend({ taskId: z.uuid() }).meta({ id: 'ExportedFile' })

export const listFilesInput = z.strictObject({ taskId: lookupId })
export const fileInput = z.strictObject({ taskId: lookupId, id: lookupId })

// Line and paragraph separators, and what changes the direction of text: a name could seem to end in something else.
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what a name must not have
const CONTROLS = /[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]/

const upload = z.file().check(({ value: { name }, issues }) => {
  const refuse = (message: string) => issues.push({ code: 'custom', message, input: name })
  const bytes = new TextEncoder().encode(name).length
  if (bytes === 0) refuse('must have a name')
  if (bytes > MAX_NAME_BYTES) refuse(`must have a name of at most ${MAX_NAME_BYTES} bytes`)
  if (/[/\\]/.test(name) || name === '.' || name === '..') refuse('must have a name without a path')
  if (CONTROLS.test(name) || !name.isWellFormed()) refuse('must have a name without control characters')
})

/** Exported, because the router's type for clients spells it out. */
export interface Upload {
  taskId: string
  file: File
}
export type UploadInput = FormData | Upload

/** tRPC passes a form as it is, and REST passes its fields. */
export const uploadInput: z.ZodType<Upload, UploadInput> = z.preprocess(
  (input: UploadInput) => (input instanceof FormData ? fieldsOf(input) : input),
  z.strictObject({ taskId: lookupId, file: upload }),
)

/** A name that is there several times has a list, which no field takes. */
function fieldsOf(form: FormData): Record<string, unknown> {
  return Object.fromEntries(
    [...new Set(form.keys())].map((name) => {
      const values = form.getAll(name)
      return [name, values.length === 1 ? values[0] : values]
    }),
  )
}
