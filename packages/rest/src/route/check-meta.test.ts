import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { RestMeta } from '../meta.ts'
import { t } from '../testing/test-app.ts'
import { mistakesIn } from './check-meta.ts'
import { compileRoutes } from './route.ts'

// Meta that TypeScript refuses, as JavaScript or a cast may write it.
const compile = (openapi: Record<string, unknown>, name = 'it') => {
  const meta = { openapi: { method: 'POST', path: '/it', ...openapi } } as unknown as RestMeta
  return () => compileRoutes(t.router({ [name]: t.procedure.meta(meta).mutation(() => undefined) }))
}

describe('a mistake in the meta is refused by procedure and field', () => {
  it.each<[Record<string, unknown>, string]>([
    [{ method: 'BAD' }, 'method: Invalid option: expected one of "GET"|"POST"|"PUT"|"PATCH"|"DELETE"'],
    [{ method: 'post' }, 'method: Invalid option'],
    [{ path: 'it' }, 'path: must start with "/"'],
    [{ path: undefined }, 'path: Invalid input: expected string, received undefined'],
    [{ contentTypes: ['text/plain'] }, 'contentTypes.0: Invalid option: expected one of "application/json"'],
    [{ contentTypes: [] }, 'contentTypes: must name at least one'],
    [{ sumary: 'typo' }, 'there is no field "sumary": did you mean "summary"?'],
    [{ errorResponse: [404] }, 'did you mean "errorResponses"?'],
    [{ contentType: 'text/csv' }, 'did you mean "contentTypes"?'],
    [{ security: [] }, 'there is no field "security".'],
    [{ successStatus: 404 }, 'successStatus: must be a 2xx, or a redirect'],
    [{ successStatus: 200.5 }, 'successStatus: must be a 2xx'],
    [{ successStatus: 304 }, 'successStatus: must be a 2xx'],
    [{ successStatus: '201' }, 'successStatus: Invalid input: expected number, received string'],
    [{ operationId: 'get it' }, 'operationId: must be letters, digits'],
    [{ operationId: '1st' }, 'operationId: must be letters, digits'],
    [{ tags: 'books' }, 'tags: Invalid input: expected array'],
    [{ tags: [''] }, 'tags.0: '],
    [{ errorResponses: [200] }, 'errorResponses'],
    [{ errorResponses: { 302: 'Found' } }, 'errorResponses'],
    [{ responseType: 'csv' }, 'responseType: must be a media type'],
    [{ responseType: 'text/csv; charset=utf-8' }, 'responseType: must be a media type'],
    [{ requestHeaders: z.string() }, 'requestHeaders: must be a z.object() whose keys are header names'],
    [{ responseHeaders: z.object({ 'x y': z.string() }) }, 'responseHeaders: must be a z.object()'],
    [{ cacheControl: '' }, 'cacheControl: must be directives such as "private, max-age=60"'],
    [{ cacheControl: 'private max-age=60' }, 'cacheControl: must be directives'],
    [{ cacheControl: 'private,\r\nset-cookie: a' }, 'cacheControl: must be directives'],
    [{ cacheControl: 'private' }, 'cacheControl: only the answers to a GET are cached'],
    [{ links: {} }, 'links: must be a function'],
    [{ event: {} }, 'event: must be a zod 4 schema'],
    [{ protect: 'yes' }, 'protect: Invalid input: expected boolean'],
  ])('%j', (openapi, message) => {
    expect(compile(openapi)).toThrow('@tandem/rest: it (')
    expect(compile(openapi)).toThrow(message)
  })

  it('a procedure whose name is no operationId', () => {
    expect(compile({}, 'get it')).toThrow('operationId: "get it" has other characters')
    expect(compile({ operationId: 'getIt' }, 'get it')).not.toThrow()
  })
})

it('accepts everything that the types allow, and fields that are undefined', () => {
  expect(
    mistakesIn({
      method: 'POST',
      path: '/{userId}/it',
      summary: '',
      description: undefined,
      tags: ['it'],
      protect: false,
      deprecated: true,
      operationId: 'it-is.so_1',
      enabled: true,
      errorResponses: { 404: 'Gone', 409: null, 400: { description: 'Bad', schema: z.string() } },
      requestHeaders: z.looseObject({ 'X-A': z.string() }),
      contentTypes: ['application/json'],
      responseType: 'application/vnd.api+json',
      successStatus: 201,
      links: () => ({}),
      location: '/it',
      cacheControl: 'private, max-age=60, ext="a, b"',
      event: z.union([z.string(), z.null()]),
    }),
  ).toEqual([])
  expect(compile({ enabled: false, nonsense: 1 })).not.toThrow()
})
