import { z } from 'zod'
import { type OpenApiOptions, openApiDocument } from '../openapi/document.ts'
import { guarded, t } from './test-app.ts'

const status = z.enum(['todo', 'done']).meta({ id: 'Status' })
const Task = z
  .object({
    id: z.uuid().describe('Chosen by the client'),
    status: status.default('todo'),
    dueAt: z.iso.datetime({ offset: true }).nullable(),
    at: z.date(),
    version: z.int().min(1),
  })
  .meta({ id: 'Task', description: 'A task.' })
const Tag = z.object({ name: z.string(), near: z.array(status) }).meta({ id: 'Tag' })
interface Tree {
  children: Tree[]
}
const tree: z.ZodType<Tree> = z.object({ children: z.array(z.lazy(() => tree)) })

/** A router with everything that a document can describe. */
export const router = t.router({
  task: t.router({
    list: guarded
      .meta({ openapi: { method: 'GET', path: '/{userId}/tasks', links: () => ({}) } })
      .input(
        z.object({
          status: z
            .union([status, z.array(status)])
            .optional()
            .describe('Any of them'),
          priority: z.union([z.int(), z.array(z.int())]).nullish(),
          tag: z.array(z.string().max(50)).max(20).optional(),
          limit: z.int().min(1).max(100).default(20).describe('How many'),
          after: z.date().optional(),
          old: z.boolean().optional().meta({ deprecated: true }),
        }),
      )
      .output(z.object({ data: z.array(Task), tags: z.array(Tag) }))
      .query(() => ({ data: [], tags: [] })),
    create: guarded
      .meta({
        openapi: {
          method: 'POST',
          path: '/{userId}/tasks',
          summary: 'Create a task',
          description: 'It belongs to the caller.',
          protect: true,
          successStatus: 201,
          successDescription: 'Created',
          etag: 'version',
          location: '/{userId}/tasks/{id}',
          errorResponses: { 409: 'The id is taken' },
          requestHeaders: z.object({
            'Idempotency-Key': z.string().max(255).optional().describe('Chosen by you'),
          }),
          responseHeaders: z.object({ 'Idempotency-Replayed': z.string().optional().describe('Not new') }),
        },
      })
      .input(Task.pick({ id: true, status: true }).extend({ tag: Tag.optional() }))
      .output(Task)
      .mutation(() => ({}) as never),
    update: t.procedure
      .meta({
        openapi: {
          method: 'PATCH',
          path: '/{userId}/tasks/{id}',
          ifMatch: 'ifVersion',
          operationId: 'change',
          protect: false,
          tags: ['x'],
        },
      })
      .input(z.object({ id: z.uuid(), ifVersion: z.array(z.int()).optional(), task: Task }))
      .output(Task)
      .mutation(() => ({}) as never),
    remove: t.procedure
      .meta({
        openapi: {
          method: 'DELETE',
          path: '/{userId}/tasks/{id}',
          successStatus: 204,
          deprecated: true,
          protect: false,
        },
      })
      .input(z.object({ id: z.uuid() }))
      .mutation(() => undefined),
    complete: t.procedure
      .meta({ openapi: { method: 'POST', path: '/{userId}/tasks/{id}/complete' } })
      .input(z.object({ id: z.uuid() }))
      .output(Task)
      .mutation(() => ({}) as never),
  }),
  upload: t.procedure
    .meta({
      openapi: { method: 'POST', path: '/files', contentTypes: ['multipart/form-data', 'application/json'] },
    })
    .input(z.object({ file: z.file(), other: z.instanceof(File).optional() }))
    .mutation(() => undefined),
  union: t.procedure
    .meta({ openapi: { method: 'PUT', path: '/unions/{id}' } })
    .input(
      z.discriminatedUnion('kind', [
        z.object({ id: z.string(), kind: z.literal('a'), tag: Tag }),
        z.object({ id: z.string(), kind: z.literal('b'), n: z.bigint() }),
      ]),
    )
    .output(z.union([tree, z.map(z.string(), z.unknown())]))
    .mutation(() => ({ children: [] })),
  whole: t.procedure
    .meta({ openapi: { method: 'PUT', path: '/whole' } })
    .input(Task)
    .output(tree)
    .mutation(() => ({ children: [] })),
  chained: t.procedure
    .meta({
      openapi: {
        method: 'PUT',
        path: '/chained',
        errorResponses: {
          400: { description: 'As RFC 6749 says', schema: z.object({ error_description: z.iso.datetime() }) },
          422: null,
        },
      },
    })
    .input(z.object({ a: z.string() }))
    .input(z.object({ b: z.string().optional() }))
    .mutation(() => 1),
  loose: t.procedure
    .meta({ openapi: { method: 'GET', path: '/loose' } })
    .input(z.looseObject({ a: z.string() }))
    .query(() => 1),
  changes: t.procedure
    .meta({ openapi: { method: 'GET', path: '/{userId}/changes', event: Task, protect: true } })
    .input(z.object({ lastEventId: z.string().optional() }))
    .subscription(async function* () {
      yield {} as z.infer<typeof Task>
    }),
  ticks: t.procedure
    .meta({ openapi: { method: 'GET', path: '/ticks', successDescription: 'The time.' } })
    .subscription(async function* () {
      yield 1
    }),
  root: t.procedure.meta({ openapi: { method: 'GET', path: '/' } }).query(() => 1),
})

export const options: OpenApiOptions = {
  title: 'Tasks',
  version: '1.0.0',
  prefix: '/api',
  servers: [{ url: 'https://example.com' }],
  tags: [{ name: 'task' }],
  contextParams: { userId: { description: 'You', schema: z.uuid() } },
  securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
  security: [{ bearer: [] }],
  commonErrors: [500],
  commonHeaders: { 'X-Request-Id': { description: 'Names the request', schema: { type: 'string' } } },
  errorHeaders: { 409: { 'Retry-After': { schema: z.int() } } },
}
export const document = openApiDocument(router, options)
export const operation = (path: string, method: string) => document.paths[path]?.[method]
export const parameters = (path: string, method: string) =>
  Object.fromEntries(operation(path, method)?.parameters?.map(({ name, ...rest }) => [name, rest]) ?? [])
export const json = 'application/json'
export const taskPath = '/api/{userId}/tasks/{id}'
