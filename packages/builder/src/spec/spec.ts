import { z } from 'zod'

/**
 * What the builder is told about a resource: version 1 of the format that `--spec` reads and the interview writes. It is
 * committed as `prisma/resources/NAME.json`. Names are checked for more than their form in `check.ts`, against the project.
 */

const name = z
  .string()
  .regex(
    /^[a-z][a-zA-Z0-9]{0,49}$/,
    'must be a name in camelCase: a letter, then letters and digits, at most 50',
  )

/** A job's name in the queue is in kebab case and has no digits. */
const jobName = z
  .string()
  .regex(/^[a-z][a-zA-Z]{0,49}$/, 'must be a name in camelCase without digits, at most 50 letters')

export const FIELD_TYPES = [
  'text',
  'integer',
  'decimal',
  'boolean',
  'date',
  'instant',
  'uuid',
  'enum',
  'json',
  'relation',
  'computed',
] as const

export const OPERATIONS = ['list', 'get', 'create', 'replace', 'update', 'delete'] as const
export const ACCESS = ['owner', 'user', 'public', 'role:admin'] as const
export const CREDENTIALS = ['jwt', 'apiKey'] as const
export const PAGINATIONS = ['cursor', 'offset', 'both', 'none'] as const
/** What has to be said twice. */
export const DANGERS = ['publicWrite', 'unpaged'] as const

const literal = z.union([z.string(), z.number(), z.boolean(), z.null()])

export const field = z.strictObject({
  name,
  type: z.enum(FIELD_TYPES),
  /** A value must be given on create. A field that is neither required nor has a default is nullable, and null at first. */
  required: z.boolean().optional(),
  default: z.json().optional(),
  /** Of text: characters. Of numbers, dates and instants: the value. */
  min: z.union([z.number(), z.string()]).optional(),
  max: z.union([z.number(), z.string()]).optional(),
  /** The values of an enum: any strings, in their order. */
  values: z.array(z.string().min(1).max(63)).min(1).max(100).optional(),
  /** JSON Schema of a json field. */
  shape: z.record(z.string(), z.json()).optional(),
  /** The model that a relation points to, as its singular in camelCase: `project`, `user`. */
  to: name.optional(),
  onDelete: z.enum(['cascade', 'setNull', 'restrict']).optional(),
  /** SQL of a computed field, in which fields have the names of this spec. */
  expression: z.string().min(1).max(2000).optional(),
  unique: z.boolean().optional(),
  ignoreCase: z.boolean().optional(),
  precision: z.int().min(1).max(1000).optional(),
  scale: z.int().min(0).max(1000).optional(),
  filterable: z.boolean().optional(),
  sortable: z.boolean().optional(),
  searchable: z.boolean().optional(),
})

export const action = z.strictObject({
  name,
  /** The values that the action gives to fields. */
  set: z.record(name, literal),
  /** What follows: a job that is enqueued in the transaction of the action, if it changed the row. */
  job: jobName.optional(),
})

export const cache = z.union([
  z.literal('none'),
  /** The `Cache-Control` of reads. */
  z.strictObject({ control: z.string().min(1).max(200) }),
  /** For how many seconds the server keeps answers. */
  z.strictObject({ ttl: z.int().min(1).max(31_536_000) }),
])

export const spec = z.strictObject({
  version: z.literal(1),
  name,
  plural: name.optional(),
  /** The owned top-level resource that rows are nested under. */
  parent: name.optional(),
  operations: z.array(z.enum(OPERATIONS)).min(1).optional(),
  actions: z.array(action).max(50).optional(),
  fields: z.array(field).max(100),
  access: z
    .strictObject({
      credentials: z.array(z.enum(CREDENTIALS)).min(1).optional(),
      read: z.enum(ACCESS).optional(),
      write: z.enum(ACCESS).optional(),
    })
    .optional(),
  pagination: z.enum(PAGINATIONS).optional(),
  cache: cache.optional(),
  page: z.boolean().optional(),
  confirm: z.array(z.enum(DANGERS)).optional(),
})

export type Spec = z.infer<typeof spec>
export type FieldSpec = z.infer<typeof field>
export type ActionSpec = z.infer<typeof action>
export type CacheSpec = z.infer<typeof cache>
export type FieldType = (typeof FIELD_TYPES)[number]
export type Operation = (typeof OPERATIONS)[number]
export type Access = (typeof ACCESS)[number]
export type Credential = (typeof CREDENTIALS)[number]
export type Pagination = (typeof PAGINATIONS)[number]
