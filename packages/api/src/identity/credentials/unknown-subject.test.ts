import { uuidv7 } from 'uuidv7'
import { describe, expect, test } from 'vitest'
import { refusal, testApi } from '../../testing/test-api.ts'

const { services, call, signIn } = await testApi()
const unauthorized = { error: 'UNAUTHORIZED', status: 401 }

describe('a token of ours that names an account which does not exist', () => {
  const token = services.accessTokens.sign({ id: uuidv7(), role: 'user', sessionId: uuidv7() })
  const api = call(`Bearer ${token}`)
  const revalidating = call(`Bearer ${token}`, { revalidate: () => {}, hasIfNoneMatch: true })

  test.each<[string, () => Promise<unknown>]>([
    ['users/me', () => api.user.me()],
    ['the list', () => api.task.list()],
    ['the list, by its tag', () => revalidating.task.list()],
    ['changes', () => api.task.changes()],
    ['a stream', () => api.task.onChange()],
    ['a stream from a revision', () => api.task.onChange({ lastEventId: '0' })],
    ['a create', () => api.task.create({ title: 'x' })],
    ['a bulk', () => api.task.bulk({ operations: [{ type: 'create', title: 'x' }] })],
    ['an API key', () => api.apiKey.create({ name: 'x', scopes: ['tasks:read'] })],
    ['the sessions', () => api.session.list()],
    ['signing out', () => api.auth.logout()],
  ])('is refused for %s', async (_, work) => {
    expect(await refusal(work())).toMatchObject(unauthorized)
  })

  test('finds nothing where it is not refused', async () => {
    expect(await refusal(api.task.get({ id: uuidv7() }))).toMatchObject({ status: 404 })
    expect(await refusal(api.task.update({ id: uuidv7(), title: 'x' }))).toMatchObject({ status: 404 })
    expect(await api.task.tags()).toEqual({ data: [] })
    expect(await api.task.stats()).toMatchObject({ total: 0 })
    expect((await api.task.listDeleted()).data).toEqual([])
  })
})

test('a token of ours that names a session which does not exist is refused where sessions are read', async () => {
  const { id } = await signIn()
  const token = services.accessTokens.sign({ id, role: 'user', sessionId: uuidv7() })
  const api = call(`Bearer ${token}`)
  expect(await refusal(api.session.list())).toMatchObject(unauthorized)
  expect(await refusal(api.auth.logout())).toMatchObject(unauthorized)
})
