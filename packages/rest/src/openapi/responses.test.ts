import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { document, json, operation, taskPath } from '../testing/task-document.ts'
import { t } from '../testing/test-app.ts'
import { openApiDocument } from './document.ts'
import type { ResponseObject } from './types.ts'

describe('responses', () => {
  const statuses = (path: string, method: string) => Object.keys(operation(path, method)?.responses ?? {})

  it('have the statuses that the route can answer', () => {
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

  it('have the headers and bodies of each status', () => {
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
    expect(created).toHaveProperty('headers.Idempotency-Replayed', {
      description: 'Not new',
      schema: { type: 'string' },
    })
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

describe('streams', () => {
  it('are event streams with the schema of the data of one event', () => {
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
})

it('has the error body that a route declares, and no status that it declares as null', () => {
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

describe('an output with a media type', () => {
  const of = (responseType: string, output: z.ZodType) =>
    openApiDocument(
      t.router({
        it: t.procedure
          .meta({ openapi: { method: 'GET', path: '/it', responseType, protect: false } })
          .output(output)
          .query(() => undefined),
      }),
      { title: 'x', version: '1' },
    ).paths['/it']?.get

  it('is documented with it, and with ranges where the length is known', () => {
    const file = of('image/*', z.file())
    const content = { 'image/*': { schema: { type: 'string', format: 'binary' } } }
    expect(Object.keys(file?.responses ?? {})).toEqual(['200', '206', '304', '400', '416', '422'])
    expect(file?.responses[200]).toMatchObject({ content, headers: { 'Accept-Ranges': expect.anything() } })
    expect(file?.responses[206]).toMatchObject({ content, headers: { 'Content-Range': expect.anything() } })
    expect(file?.responses[416]).not.toHaveProperty('content')
    expect(file?.parameters?.map(({ name }) => name)).toEqual(['If-None-Match', 'Range', 'If-Range'])
    expect(file).toMatchObject({ security: [] })
  })

  it('has no ranges where it is a stream', () => {
    const stream = of('text/csv', z.instanceof(ReadableStream))
    expect(Object.keys(stream?.responses ?? {})).toEqual(['200', '304', '400', '422'])
    expect(stream?.responses[200]).toMatchObject({ content: { 'text/csv': { schema: { type: 'string' } } } })
  })
})

it('name the codes of each status', () => {
  const list = t.procedure.meta({
    openapi: { method: 'GET', path: '/list', errorResponses: { 404: 'No list' } },
  })
  const router = t.router({ list: list.query(() => 1) })
  const errorCodes = { 401: ['UNAUTHORIZED'], 404: ['NOT_FOUND', 'GONE'] }
  const { components, paths } = openApiDocument(router, { title: 'x', version: '1', errorCodes })
  const schemaOf = (response: unknown) =>
    (response as ResponseObject).content?.['application/problem+json']?.schema
  const problem = { $ref: '#/components/schemas/Problem' }
  expect(schemaOf(components.responses.Unauthorized)?.$ref).toBe('#/components/schemas/UnauthorizedProblem')
  expect(schemaOf(paths['/list']?.get?.responses[404])?.$ref).toBe('#/components/schemas/NotFoundProblem')
  expect(schemaOf(components.responses.Forbidden)).toEqual(problem)
  expect(components.schemas.NotFoundProblem).toEqual({
    allOf: [
      problem,
      { type: 'object', properties: { error: { type: 'string', enum: ['NOT_FOUND', 'GONE'] } } },
    ],
  })
  const older = openApiDocument(router, { title: 'x', version: '1', errorCodes, openapi: '3.0.3' })
  expect(older.components.schemas.UnauthorizedProblem?.allOf?.[1]?.properties?.error).toEqual({
    type: 'string',
    enum: ['UNAUTHORIZED'],
  })
})
