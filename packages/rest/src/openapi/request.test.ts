import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { document, json, operation, parameters, taskPath } from '../testing/task-document.ts'
import { createApp, t } from '../testing/test-app.ts'
import { openApiDocument } from './document.ts'

describe('parameters', () => {
  it('are those of the path, the context and the query', () => {
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

  it('are those of headers, declared and If-Match', () => {
    expect(Object.keys(parameters(taskPath, 'patch'))).toEqual(['userId', 'id', 'If-Match'])
    expect(parameters('/api/{userId}/tasks', 'post')['Idempotency-Key']).toEqual({
      in: 'header',
      description: 'Chosen by you',
      schema: { type: 'string', maxLength: 255 },
    })
  })

  it('of a stream are its input and Last-Event-ID', () => {
    expect(parameters('/api/{userId}/changes', 'get')).toEqual({
      userId: expect.anything(),
      lastEventId: { in: 'query', schema: { type: 'string' } },
      'Last-Event-ID': expect.objectContaining({ in: 'header' }),
    })
    expect(parameters('/api/ticks', 'get')).toEqual({})
  })
})

describe('bodies', () => {
  const reference = (path: string, method: string, type = json) =>
    operation(path, method)?.requestBody?.content[type]?.schema.$ref?.slice('#/components/schemas/'.length)
  const body = (path: string, method: string, type = json) =>
    document.components.schemas[reference(path, method, type) ?? '']

  it('have a name, for the types of generated clients', () => {
    expect(reference(taskPath, 'patch')).toBe('ChangeRequest')
    expect(reference('/api/whole', 'put')).toBe('TaskInput')
    expect(reference('/api/unions/{id}', 'put')).toBe('UnionRequest')
  })

  it('have the input fields that are neither parameters nor headers', () => {
    expect(body(taskPath, 'patch')).toEqual({
      type: 'object',
      properties: { task: { $ref: '#/components/schemas/TaskInput' } },
      required: ['task'],
      additionalProperties: false,
    })
    expect(operation('/api/{userId}/tasks/{id}/complete', 'post')?.requestBody).toBeUndefined()
    expect(operation(taskPath, 'delete')?.requestBody).toBeUndefined()
    expect(body('/api/chained', 'put')).toMatchObject({ properties: { a: {}, b: {} }, required: ['a'] })
  })

  it('of several kinds are told apart by a discriminator', () => {
    const { UnionRequestA: a, UnionRequestB: b } = document.components.schemas
    expect(body('/api/unions/{id}', 'put')).toEqual({
      oneOf: [{ $ref: '#/components/schemas/UnionRequestA' }, { $ref: '#/components/schemas/UnionRequestB' }],
      discriminator: {
        propertyName: 'kind',
        mapping: { a: '#/components/schemas/UnionRequestA', b: '#/components/schemas/UnionRequestB' },
      },
    })
    expect([a?.required, b?.required]).toEqual([
      ['kind', 'tag'],
      ['kind', 'n'],
    ])
  })

  it('are described for each content type of the route', () => {
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

describe('what is required is documented as it behaves', () => {
  const field = z.preprocess((value) => value, z.string())
  const defaulted = z.preprocess((value) => value ?? 'x', z.string())
  const inputs = {
    plain: z.object({ a: z.string() }),
    optional: z.object({ a: z.string() }).optional(),
    preprocessed: z.object({ a: field }),
    defaulted: z.object({ a: defaulted }),
    wholly: z.preprocess((value) => value, z.object({ a: z.string() })),
    whollyDefaulted: z.preprocess((value) => value ?? { a: 'x' }, z.object({ a: z.string() })),
  }
  const routes = Object.entries(inputs).map(([name, input]) => {
    const path = `/${name}` as const
    const list = t.procedure.meta({ openapi: { method: 'GET', path } }).input(input as z.ZodObject)
    const create = t.procedure.meta({ openapi: { method: 'POST', path } }).input(input as z.ZodObject)
    return [name, t.router({ list: list.query(() => 1), create: create.mutation(() => 1) })] as const
  })
  const router = t.router(Object.fromEntries(routes))
  const { paths } = openApiDocument(router, { title: 'x', version: '1' })

  it.each([
    ['plain', true],
    ['optional', false],
    ['preprocessed', true],
    ['defaulted', false],
    ['wholly', true],
    ['whollyDefaulted', false],
  ])('an input that is %s', async (name, isRequired) => {
    const app = await createApp(router)
    const { get, post } = paths[`/${name}`] ?? {}
    expect(get?.parameters?.find((parameter) => parameter.name === 'a')?.required ?? false).toBe(isRequired)
    expect(post?.requestBody?.required).toBe(isRequired)
    const statuses = await Promise.all([
      app.inject(`/api/${name}`),
      app.inject({ method: 'POST', url: `/api/${name}` }),
    ])
    expect(statuses.map(({ statusCode }) => statusCode === 422)).toEqual([isRequired, isRequired])
  })
})
