import { Validator } from '@seriousme/openapi-schema-validator'
import { lazy } from '@trpc/server'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { document, operation, options, router, taskPath } from '../testing/task-document.ts'
import { t } from '../testing/test-app.ts'
import { openApiDocument } from './document.ts'

it.each(['3.1.0', '3.0.3'] as const)('is a valid OpenAPI %s document', async (openapi) => {
  const made = openApiDocument(router, { ...options, openapi })
  expect(made.openapi).toBe(openapi)
  const result = await new Validator().validate({ ...structuredClone(made) })
  expect(result.errors).toBeUndefined()
  expect(result.valid).toBe(true)
})

it('is the same each time it is made, and plain JSON', () => {
  expect(JSON.stringify(openApiDocument(router, options))).toBe(JSON.stringify(document))
  expect(JSON.parse(JSON.stringify(document))).toEqual(document)
  expect(JSON.stringify(document)).not.toMatch(/\$defs|#\/(input|output)\/|__schema/)
})

it('refers only to components that it has', () => {
  for (const [, kind, name] of JSON.stringify(document).matchAll(/#\/components\/(\w+)\/([^"]+)/g)) {
    expect(document.components).toHaveProperty([kind ?? '', name ?? ''])
  }
})

it('gives each operation an id, tags and its security', () => {
  expect(operation('/api/{userId}/tasks', 'post')).toMatchObject({
    operationId: 'task-create',
    summary: 'Create a task',
    description: 'It belongs to the caller.',
    tags: ['task'],
    security: [{ bearer: [] }],
  })
  expect(operation(taskPath, 'patch')).toMatchObject({ operationId: 'change', tags: ['x'] })
  expect(operation(taskPath, 'patch')).toHaveProperty('security', [])
  expect(operation(taskPath, 'delete')).toHaveProperty('deprecated', true)
  expect(operation('/api', 'get')).not.toHaveProperty('tags')
})

it('takes an error schema of the application, and may have no prefix', () => {
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

it('is refused while a path parameter is unknown or a router is lazy', () => {
  expect(() => openApiDocument(router, { title: 'x', version: '1' })).toThrow(
    'path parameter {userId} is neither',
  )
  const unloaded = t.router({ later: lazy(async () => t.router({})) })
  expect(() => openApiDocument(unloaded, { title: 'x', version: '1' })).toThrow('loadLazyRouters')
})
