import createClient from 'openapi-fetch'
import type { paths } from './clients/openapi-typescript.ts'
import { API_URL, found, journey, MISSING_ID } from './journey.ts'

const client = createClient<paths>({ baseUrl: API_URL })
const tasks = '/api/v1/{userId}/tasks'
const one = '/api/v1/{userId}/tasks/{id}'

await journey(
  {
    async register(body) {
      const { data, error } = await client.POST('/api/v1/auth/register', { body })
      return found(data, error)
    },
    async signIn(username, password) {
      const { data, error } = await client.POST('/api/v1/auth/token', {
        body: { grant_type: 'password', username, password },
      })
      return found(data, error)
    },
    async create(userId, body) {
      const { data, error } = await client.POST(tasks, { params: { path: { userId } }, body })
      return found(data, error)
    },
    async list(userId, query) {
      const { data, error } = await client.GET(tasks, { params: { path: { userId }, query } })
      return found(data, error)
    },
    async rename(userId, id, version, title) {
      const { data, error } = await client.PATCH(one, {
        params: { path: { userId, id }, header: { 'If-Match': `"${version}"` } },
        body: { title },
      })
      return found(data, error)
    },
    async bulk(userId, title, deleted) {
      const { data, error } = await client.POST(`${tasks}/bulk`, {
        params: { path: { userId } },
        body: {
          operations: [
            { type: 'create', title },
            { type: 'delete', id: deleted },
          ],
        },
      })
      return found(data, error).results.map(({ type }) => type)
    },
    async missing(userId) {
      const { error } = await client.GET(one, { params: { path: { userId, id: MISSING_ID } } })
      return error?.error
    },
  },
  (token) =>
    client.use({
      onRequest({ request }) {
        request.headers.set('authorization', `Bearer ${token}`)
      },
    }),
)
