import {
  authRegister,
  authToken,
  taskBulk,
  taskCreate,
  taskGet,
  taskList,
  taskUpdate,
} from './clients/orval.ts'
import { journey, MISSING_ID } from './journey.ts'

let options: RequestInit = {}

/** The data of an answer with this status. The client tells the types of data apart by it. */
function expectStatus<Answer extends { status: number; data: unknown }, Status extends Answer['status']>(
  answer: Answer,
  status: Status,
): Extract<Answer, { status: Status }>['data'] {
  if (answer.status !== status) throw new Error(`status ${answer.status}: ${JSON.stringify(answer.data)}`)
  return answer.data
}

await journey(
  {
    register: async (account) => expectStatus(await authRegister(account), 201),
    signIn: async (username, password) =>
      expectStatus(await authToken({ grant_type: 'password', username, password }), 200),
    create: async (userId, task) => expectStatus(await taskCreate(userId, task, options), 201),
    list: async (userId, query) => expectStatus(await taskList(userId, query, options), 200),
    async rename(userId, id, version, title) {
      const headers = { ...options.headers, 'If-Match': `"${version}"` }
      return expectStatus(await taskUpdate(userId, id, { title }, { headers }), 200)
    },
    async bulk(userId, title, deleted) {
      const operations = [
        { type: 'create' as const, title },
        { type: 'delete' as const, id: deleted },
      ]
      const { results } = expectStatus(await taskBulk(userId, { operations }, options), 200)
      return results.map(({ type }) => type)
    },
    missing: async (userId) => expectStatus(await taskGet(userId, MISSING_ID, options), 404).error,
  },
  (token) => {
    options = { headers: { authorization: `Bearer ${token}` } }
  },
)
