import { client } from './clients/hey-api/client.gen.ts'
import {
  authRegister,
  authToken,
  taskBulk,
  taskCreate,
  taskGet,
  taskList,
  taskUpdate,
} from './clients/hey-api/sdk.gen.ts'
import { API_URL, found, journey, MISSING_ID } from './journey.ts'

client.setConfig({ baseUrl: API_URL })

await journey(
  {
    async register(body) {
      const { data, error } = await authRegister({ body })
      return found(data, error)
    },
    async signIn(username, password) {
      const { data, error } = await authToken({ body: { grant_type: 'password', username, password } })
      return found(data, error)
    },
    async create(userId, body) {
      const { data, error } = await taskCreate({ path: { userId }, body })
      return found(data, error)
    },
    async list(userId, query) {
      const { data, error } = await taskList({ path: { userId }, query })
      return found(data, error)
    },
    async rename(userId, id, version, title) {
      const headers = { 'If-Match': `"${version}"` }
      const { data, error } = await taskUpdate({ path: { userId, id }, headers, body: { title } })
      return found(data, error)
    },
    async bulk(userId, title, deleted) {
      const { data, error } = await taskBulk({
        path: { userId },
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
      const { error } = await taskGet({ path: { userId, id: MISSING_ID } })
      return error?.error
    },
  },
  // It sends this for every scheme of a route's security.
  (token) => client.setConfig({ auth: token }),
)
