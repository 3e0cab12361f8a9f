import { Api, type Problem } from './clients/swagger-typescript-api.ts'
import { API_URL, journey, MISSING_ID } from './journey.ts'

const { api, setSecurityData } = new Api<string>({
  baseUrl: API_URL,
  securityWorker: (token) => (token === null ? {} : { headers: { authorization: `Bearer ${token}` } }),
})

await journey(
  {
    register: async (account) => (await api.authRegister(account)).data,
    signIn: async (username, password) =>
      (await api.authToken({ grant_type: 'password', username, password })).data,
    create: async (userId, task) => (await api.taskCreate(userId, task)).data,
    list: async (userId, query) => (await api.taskList(userId, query)).data,
    rename: async (userId, id, version, title) =>
      (await api.taskUpdate(userId, id, { title }, { headers: { 'If-Match': `"${version}"` } })).data,
    async bulk(userId, title, deleted) {
      const operations = [
        { type: 'create' as const, title },
        { type: 'delete' as const, id: deleted },
      ]
      return (await api.taskBulk(userId, { operations })).data.results.map(({ type }) => type)
    },
    async missing(userId) {
      const refused = await api.taskGet(userId, MISSING_ID).catch((answer: { error: Problem }) => answer)
      return 'error' in refused ? refused.error?.error : undefined
    },
  },
  setSecurityData,
)
