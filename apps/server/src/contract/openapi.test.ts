import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test } from 'vitest'
import { openApi, openApiJson } from '../http/openapi.ts'
import { serveDuringTest, testApp } from '../testing/app.ts'
import { rest } from '../testing/caller.ts'
import { allProcedures } from '../testing/procedures.ts'

/** Whether a path names a row other than the caller, which may not exist. */
const namesRow = (path: string) => /\{(?!userId\})|^\/users\/\{userId\}/.test(path)

test('the committed document is served', async () => {
  const committed = await readFile(path.join(import.meta.dirname, '../../openapi.json'), 'utf8')
  expect(committed, 'run pnpm snapshot').toBe(openApiJson())
  const { app } = await testApp()
  const served = await rest(app, 'GET', '/openapi.json')
  expect(served).toMatchObject({ status: 200, text: committed })
  expect(served.headers['content-type']).toMatch(/^application\/json/)
})

test('every procedure is in the document, with its statuses and security', async () => {
  const { paths } = openApi()
  for (const { path: procedure, route } of await allProcedures()) {
    // A bulk has the status of its first refused operation, and each operation may have a condition.
    const bulk = procedure === 'task.bulk'
    const operation = paths[`/api/v1${route.path}`]?.[route.method.toLowerCase()]
    const statuses = Object.keys(operation?.responses ?? {})
    expect(statuses, procedure).toContain(String(route.successStatus ?? 200))
    expect(operation?.summary, procedure).toBeTruthy()
    expect(operation?.description, procedure).toBeTruthy()
    expect((operation?.security ?? []).length > 0, procedure).toBe(route.protect === true)
    expect(statuses.includes('401'), procedure).toBe(route.protect === true)
    expect(statuses.includes('403'), procedure).toBe(route.protect === true)
    expect(statuses.includes('404'), procedure).toBe(bulk || namesRow(route.path))
    expect(statuses.includes('412'), procedure).toBe(bulk || route.ifMatch !== undefined)
  }
})

test('documents name where people reach the server, in OpenAPI 3.1 and 3.0', async () => {
  const { app } = await serveDuringTest({ APP_URL: 'https://example.com/base/' })
  for (const [url, version] of [
    ['/openapi.json', '3.1.0'],
    ['/openapi-3.0.json', '3.0.3'],
  ] as const) {
    const { body } = await rest(app, 'GET', url)
    expect(body).toMatchObject({ openapi: version, servers: [{ url: 'https://example.com/base' }] })
    expect(body.paths).toHaveProperty('/api/v1/{userId}/tasks')
  }
})

test('the document contains nothing internal', () => {
  const { paths } = openApi()
  delete paths['/api/v1/{userId}/tasks/bulk'] // whose operations have no headers of their own
  const text = JSON.stringify(paths)
  for (const secret of ['ifVersion', 'passwordHash', 'sessionId']) expect(text).not.toContain(secret)
})
