import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import createClient from 'openapi-fetch'
import type { paths } from './clients/openapi-typescript.ts'
import { API_URL, found, MISSING_ID } from './journey.ts'

/** Calls every operation of the document, through a proxy that compares requests and answers with it. */
const client = createClient<paths>({ baseUrl: API_URL })
const called = new Set<string>()
let token = ''
client.use({
  onRequest({ request, schemaPath }) {
    called.add(`${request.method} ${schemaPath}`)
    if (token !== '') request.headers.set('authorization', `Bearer ${token}`)
  },
  async onResponse({ response, request }) {
    const violations = response.headers.get('sl-violations')
    assert.equal(violations, null, `${request.method} ${request.url}: ${violations}`)
    if (response.status >= 500) throw new Error(`${request.method} ${request.url}: ${await response.text()}`)
  },
})

const password = 'correct horse battery'
const email = `${crypto.randomUUID()}@example.com`
const register = await client.POST('/api/v1/auth/register', { body: { email, password, name: 'Ada' } })
const userId = found(register.data).id
async function signIn(username: string) {
  const body = { grant_type: 'password', username, password }
  const { data, error } = await client.POST('/api/v1/auth/token', { body })
  token = found(data, error).access_token
}
await signIn(email)

const me = { path: { userId } }
const create = await client.POST('/api/v1/{userId}/tasks', {
  params: me,
  body: { title: 'First', tags: ['a'] },
})
const { id } = found(create.data)
const task = { path: { userId, id } }
const missing = { path: { userId, id: MISSING_ID } }
await client.GET('/api/v1/{userId}/tasks', { params: me })
await client.GET('/api/v1/{userId}/tasks', {
  params: { ...me, query: { q: 'first', sort: '-priority,dueAt' } },
})
await client.GET('/api/v1/{userId}/tasks/{id}', { params: task })
await client.GET('/api/v1/{userId}/tasks/{id}', { params: missing })
await client.PUT('/api/v1/{userId}/tasks/{id}', { params: task, body: { title: 'Replaced' } })
await client.PATCH('/api/v1/{userId}/tasks/{id}', { params: task, body: { priority: 'high' } })
await client.POST('/api/v1/{userId}/tasks/{id}/complete', { params: task })
await client.POST('/api/v1/{userId}/tasks/{id}/reopen', { params: task })
await client.GET('/api/v1/{userId}/tasks/stats', { params: me })
await client.GET('/api/v1/{userId}/tasks/tags', { params: me })
await client.POST('/api/v1/{userId}/tasks/quick', {
  params: me,
  body: { text: 'Buy milk tomorrow #home !high', timeZone: 'Europe/Berlin' },
})
await client.POST('/api/v1/{userId}/tasks/bulk', {
  params: me,
  body: {
    operations: [
      { type: 'create', title: 'Second' },
      { type: 'update', id, title: 'Third' },
    ],
  },
})

const newProject = await client.POST('/api/v1/{userId}/projects', {
  params: me,
  body: { name: 'Home', color: 'green' },
})
const project = { path: { userId, id: found(newProject.data).id } }
await client.GET('/api/v1/{userId}/projects', {
  params: { ...me, query: { sort: 'name', archived: [false] } },
})
await client.GET('/api/v1/{userId}/projects/{id}', { params: project })
await client.PUT('/api/v1/{userId}/projects/{id}', { params: project, body: { name: 'House' } })
await client.PATCH('/api/v1/{userId}/projects/{id}', { params: project, body: { description: 'Rooms' } })
await client.POST('/api/v1/{userId}/projects/{id}/archive', { params: project })
await client.GET('/api/v1/{userId}/tasks/projects', { params: me })
await client.DELETE('/api/v1/{userId}/projects/{id}', { params: project })

const ofTask = { path: { userId, taskId: id } }
const newComment = await client.POST('/api/v1/{userId}/tasks/{taskId}/comments', {
  params: ofTask,
  body: { body: 'Call first' },
})
const comment = { path: { ...ofTask.path, id: found(newComment.data).id } }
await client.GET('/api/v1/{userId}/tasks/{taskId}/comments', { params: ofTask })
await client.GET('/api/v1/{userId}/tasks/{taskId}/comments/{id}', { params: comment })
await client.PUT('/api/v1/{userId}/tasks/{taskId}/comments/{id}', {
  params: comment,
  body: { body: 'Replaced' },
})
await client.PATCH('/api/v1/{userId}/tasks/{taskId}/comments/{id}', {
  params: comment,
  body: { body: 'Changed' },
})
await client.DELETE('/api/v1/{userId}/tasks/{taskId}/comments/{id}', { params: comment })

const form = new FormData()
form.append('file', new File(['text'], 'note.txt'))
const newFile = await client.POST('/api/v1/{userId}/tasks/{taskId}/files', {
  params: ofTask,
  body: { file: 'text' },
  bodySerializer: () => form,
})
const file = { path: { ...ofTask.path, id: found(newFile.data, newFile.error).id } }
await client.GET('/api/v1/{userId}/tasks/{taskId}/files', { params: ofTask })
await client.GET('/api/v1/{userId}/tasks/{taskId}/files/{id}', { params: file, parseAs: 'text' })
await client.DELETE('/api/v1/{userId}/tasks/{taskId}/files/{id}', { params: file })

await client.DELETE('/api/v1/{userId}/tasks/{id}', { params: task })
await client.GET('/api/v1/{userId}/tasks/trash', { params: me })
await client.GET('/api/v1/{userId}/tasks/changes', { params: { ...me, query: { since: 0 } } })
await client.POST('/api/v1/{userId}/tasks/{id}/restore', { params: task })

await client.GET('/api/v1/users/me')
await client.PATCH('/api/v1/users/me', { body: { name: 'Ada Lovelace' } })
await client.GET('/api/v1/users/me/export')
const key = await client.POST('/api/v1/users/me/api-keys', { body: { name: 'key', scopes: ['tasks:read'] } })
await client.GET('/api/v1/users/me/api-keys')
await client.DELETE('/api/v1/users/me/api-keys/{id}', { params: { path: { id: found(key.data).id } } })
await client.GET('/api/v1/users/me/calendar')
await client.POST('/api/v1/users/me/calendar')
await client.GET('/api/v1/users/me/calendar')
await client.DELETE('/api/v1/users/me/calendar')

const sessions = found((await client.GET('/api/v1/auth/sessions')).data)
await client.DELETE('/api/v1/auth/sessions/{id}', { params: { path: { id: MISSING_ID } } })
assert.equal(sessions.length, 1)
await client.POST('/api/v1/auth/logout')
await signIn(email)
await client.PUT('/api/v1/users/me/password', { body: { currentPassword: password, newPassword: password } })
await signIn(email)
await client.DELETE('/api/v1/auth/sessions')

// The first administrator is made by the operator before this runs.
await signIn(process.env.ADMIN_EMAIL ?? '')
const user = { path: { userId } }
await client.GET('/api/v1/users', { params: { query: { q: 'ada' } } })
await client.GET('/api/v1/users/{userId}', { params: user })
await client.PATCH('/api/v1/users/{userId}', { params: user, body: { isActive: false } })
await client.DELETE('/api/v1/users/{userId}', { params: user })
await client.DELETE('/api/v1/users/me')

/** A stream does not end, so the proxy would wait for its end. */
const STREAMS = ['GET /api/v1/{userId}/tasks/events']
const document = JSON.parse(readFileSync('3.1.json', 'utf8')) as { paths: Record<string, object> }
const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
  Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
)
assert.deepEqual(
  operations.filter((operation) => !called.has(operation) && !STREAMS.includes(operation)),
  [],
  'operations that were not called: each needs a call in this file',
)
process.stdout.write(`${called.size} operations answer what the document says\n`)
