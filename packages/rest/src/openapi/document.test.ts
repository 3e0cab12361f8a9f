import { Validator } from '@seriousme/openapi-schema-validator'
import { lazy } from '@trpc/server'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { guarded, t } from '../testing/test-app.ts'
import { type OpenApiOptions, openApiDocument } from './document.ts'

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

const router = t.router({
  task: t.router({
    list: guarded
      .meta({ openapi: { method: 'GET', path: '/{userId}/tasks', protect: true, links: () => ({}) } })
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
          responseHeaders: z.object({ 'Idempotency-Replayed': z.string().optional() }),
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
          tags: ['x'],
        },
      })
      .input(z.object({ id: z.uuid(), ifVersion: z.array(z.int()).optional(), task: Task }))
      .output(Task)
      .mutation(() => ({}) as never),
    remove: t.procedure
      .meta({
        openapi: { method: 'DELETE', path: '/{userId}/tasks/{id}', successStatus: 204, deprecated: true },
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

const options: OpenApiOptions = {
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
const document = openApiDocument(router, options)
const operation = (path: string, method: string) => document.paths[path]?.[method]
const parameters = (path: string, method: string) =>
  Object.fromEntries(operation(path, method)?.parameters?.map(({ name, ...rest }) => [name, rest]) ?? [])
const json = 'application/json'
const taskPath = '/api/{userId}/tasks/{id}'

it('is a valid OpenAPI 3.1 document', async () => {
  const result = await new Validator().validate({ ...structuredClone(document) })
  expect(result.errors).toBeUndefined()
  expect(result.valid).toBe(true)
})

it('is the same each time, and plain JSON', () => {
  expect(JSON.stringify(openApiDocument(router, options))).toBe(JSON.stringify(document))
  expect(JSON.parse(JSON.stringify(document))).toEqual(document)
  expect(JSON.stringify(document)).not.toMatch(/\$defs|#\/(input|output)\/|__schema/)
})

it('refers only to what is there', () => {
  for (const [, kind, name] of JSON.stringify(document).matchAll(/#\/components\/(\w+)\/([^"]+)/g)) {
    expect(document.components).toHaveProperty([kind ?? '', name ?? ''])
  }
})

describe('parameters', () => {
  it('come from the path, the context and the query', () => {
    const userId = {
      in: 'path',
      required: true,
      description: 'You',
      schema: expect.objectContaining({ format: 'uuid' }),
    }
    const list = { in: 'query', style: 'form', explode: true }
    expect(parameters('/api/{userId}/tasks', 'get')).toEqual({
      userId,
      status: {
        ...list,
        description: 'Any of them',
        schema: { type: 'array', items: { $ref: '#/components/schemas/Status' } },
      },
      priority: { ...list, schema: { type: 'array', items: expect.objectContaining({ type: 'integer' }) } },
      tag: { ...list, schema: { type: 'array', maxItems: 20, items: { type: 'string', maxLength: 50 } } },
      limit: {
        in: 'query',
        description: 'How many',
        schema: { type: 'integer', minimum: 1, maximum: 100, default: 20 },
      },
      after: { in: 'query', schema: { type: 'string', format: 'date-time' } },
      old: { in: 'query', deprecated: true, schema: { type: 'boolean' } },
      'If-None-Match': expect.objectContaining({ in: 'header' }),
    })
    expect(parameters('/api/loose', 'get')).toMatchObject({
      a: { required: true },
      parameters: { schema: { type: 'object' } },
    })
  })

  it('come from headers', () => {
    expect(Object.keys(parameters(taskPath, 'patch'))).toEqual(['userId', 'id', 'If-Match'])
    expect(parameters('/api/{userId}/tasks', 'post')['Idempotency-Key']).toEqual({
      in: 'header',
      description: 'Chosen by you',
      schema: { type: 'string', maxLength: 255 },
    })
  })
})

describe('bodies', () => {
  const body = (path: string, method: string, type = json) =>
    operation(path, method)?.requestBody?.content[type]?.schema

  it('hold what is left for them', () => {
    expect(body(taskPath, 'patch')).toEqual({
      type: 'object',
      properties: { task: { $ref: '#/components/schemas/TaskInput' } },
      required: ['task'],
      additionalProperties: false,
    })
    expect(body('/api/whole', 'put')).toEqual({ $ref: '#/components/schemas/TaskInput' })
    expect(operation('/api/{userId}/tasks/{id}/complete', 'post')?.requestBody).toBeUndefined()
    expect(operation(taskPath, 'delete')?.requestBody).toBeUndefined()
    expect(body('/api/chained', 'put')).toMatchObject({ properties: { a: {}, b: {} }, required: ['a'] })
    const union = body('/api/unions/{id}', 'put')
    expect(union?.oneOf?.map(({ properties }) => Object.keys(properties ?? {}))).toEqual([
      ['kind', 'tag'],
      ['kind', 'n'],
    ])
    expect(union?.oneOf?.map(({ required }) => required)).toEqual([
      ['kind', 'tag'],
      ['kind', 'n'],
    ])
  })

  it('are described for each content type', () => {
    const binary = expect.objectContaining({ type: 'string', format: 'binary' })
    expect(body('/api/files', 'post', 'multipart/form-data')?.properties).toEqual({
      file: binary,
      other: binary,
    })
    expect(Object.keys(operation('/api/files', 'post')?.requestBody?.content ?? {})).toEqual([
      'multipart/form-data',
      json,
    ])
  })
})

describe('schemas', () => {
  it('are shared where both sides look the same, and two where they do not', () => {
    expect(Object.keys(document.components.schemas)).toEqual([
      'Problem',
      'Recursive1',
      'Status',
      'Tag',
      'Task',
      'TaskInput',
    ])
    const { Task: output, TaskInput: input } = document.components.schemas
    expect(output?.required).toEqual(['id', 'status', 'dueAt', 'at', 'version'])
    expect(input?.required).toEqual(['id', 'dueAt', 'at', 'version'])
    expect(output?.properties?.id).toMatchObject({ description: 'Chosen by the client', format: 'uuid' })
    expect(output?.properties?.at).toEqual({ type: 'string', format: 'date-time' })
    expect(output?.additionalProperties).toBeUndefined()
  })
})

describe('responses', () => {
  const statuses = (path: string, method: string) => Object.keys(operation(path, method)?.responses ?? {})

  it('are those the route really gives', () => {
    expect(statuses('/api/{userId}/tasks', 'get')).toEqual(['200', '304', '400', '401', '403', '422', '500'])
    expect(statuses('/api/{userId}/tasks', 'post')).toEqual([
      '201',
      '400',
      '401',
      '403',
      '409',
      '413',
      '415',
      '422',
      '500',
    ])
    expect(statuses(taskPath, 'patch')).toEqual(['200', '400', '412', '413', '415', '422', '500'])
    expect(statuses(taskPath, 'delete')).toEqual(['204', '400', '422', '500'])
  })

  it('have their headers and bodies', () => {
    const created = operation('/api/{userId}/tasks', 'post')?.responses[201]
    expect(created).toMatchObject({
      description: 'Created',
      content: { [json]: { schema: { $ref: '#/components/schemas/Task' } } },
    })
    expect(Object.keys(created && 'headers' in created ? (created.headers ?? {}) : {})).toEqual([
      'X-Request-Id',
      'Idempotency-Replayed',
      'ETag',
      'Location',
    ])
    expect(operation('/api/{userId}/tasks', 'get')?.responses[200]).toHaveProperty('headers.Link')
    expect(operation('/api/{userId}/tasks', 'get')?.responses[304]).not.toHaveProperty('content')
    expect(operation('/api/{userId}/tasks', 'post')?.responses[409]).toEqual({
      description: 'The id is taken',
      headers: { 'X-Request-Id': expect.anything(), 'Retry-After': expect.anything() },
      content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
    })
    expect(operation(taskPath, 'patch')?.responses[412]).toEqual({
      $ref: '#/components/responses/PreconditionFailed',
    })
    expect(document.components.responses.Unauthorized?.headers).toHaveProperty('WWW-Authenticate')
    expect(operation(taskPath, 'delete')?.responses[204]).not.toHaveProperty('content')
  })
})

it('names, tags and guards operations', () => {
  expect(operation('/api/{userId}/tasks', 'post')).toMatchObject({
    operationId: 'taskCreate',
    summary: 'Create a task',
    description: 'It belongs to the caller.',
    tags: ['task'],
    security: [{ bearer: [] }],
  })
  expect(operation(taskPath, 'patch')).toMatchObject({ operationId: 'change', tags: ['x'] })
  expect(operation(taskPath, 'patch')).not.toHaveProperty('security')
  expect(operation(taskPath, 'delete')).toHaveProperty('deprecated', true)
  expect(operation('/api', 'get')).not.toHaveProperty('tags')
})

it('takes an error schema of your own, and no prefix', () => {
  const small = openApiDocument(router, {
    title: 'x',
    version: '1',
    contextParams: { userId: {} },
    errorSchema: z.object({ message: z.string() }).meta({ id: 'Oops' }),
  })
  expect(Object.keys(small.components.schemas)).toContain('Oops')
  expect(Object.keys(small.paths)).toContain('/')
  expect(small.paths['/{userId}/tasks']?.get?.parameters?.[0]?.schema).toEqual({ type: 'string' })
})

it('asks for what it cannot know', () => {
  expect(() => openApiDocument(router, { title: 'x', version: '1' })).toThrow(
    'path parameter {userId} is neither',
  )
  const unloaded = t.router({ later: lazy(async () => t.router({})) })
  expect(() => openApiDocument(unloaded, { title: 'x', version: '1' })).toThrow('loadLazyRouters')
})

describe('streams', () => {
  it('are of events, each with its data', () => {
    const changes = operation('/api/{userId}/changes', 'get')
    expect(Object.keys(changes?.responses ?? {})).toEqual(['200', '400', '401', '403', '422', '500'])
    expect(changes?.responses[200]).toEqual({
      description: expect.stringMatching(/^Server-sent events\. The data of each event is one JSON document/),
      headers: { 'X-Request-Id': expect.anything() },
      content: { 'text/event-stream': { schema: { $ref: '#/components/schemas/Task' } } },
    })
    expect(operation('/api/ticks', 'get')?.responses[200]).toMatchObject({
      description: 'The time.',
      content: { 'text/event-stream': { schema: { type: 'string' } } },
    })
  })

  it('resume after the last event', () => {
    expect(parameters('/api/{userId}/changes', 'get')).toEqual({
      userId: expect.anything(),
      lastEventId: { in: 'query', schema: { type: 'string' } },
      'Last-Event-ID': expect.objectContaining({ in: 'header' }),
    })
    expect(parameters('/api/ticks', 'get')).toEqual({})
  })
})

it('documents an error body of a route of its own, and leaves out what it never gives', () => {
  const { responses } = document.paths['/api/chained']?.put ?? {}
  expect(responses).not.toHaveProperty('422')
  expect(responses?.[400]).toEqual({
    description: 'As RFC 6749 says',
    headers: expect.anything(),
    content: {
      'application/json': {
        schema: {
          type: 'object',
          properties: { error_description: { type: 'string', format: 'date-time' } },
          required: ['error_description'],
        },
      },
    },
  })
})
