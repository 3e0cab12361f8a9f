import { describe, expect, test } from 'vitest'
import { refusal, testApi } from '../testing/test-api.ts'

describe('an API key', () => {
  test('is shown once and stored as a hash', async () => {
    const { signIn, db } = await testApi()
    const { api, id } = await signIn()
    const made = await api.apiKey.create({ name: ' CI ', scopes: ['tasks:read'] })
    expect(made).toMatchObject({ name: 'CI', scopes: ['tasks:read'], expiresAt: null, lastUsedAt: null })
    expect(made.key).toMatch(/^tdm_[\w-]{43}$/)
    expect(made.key.startsWith(made.prefix)).toBe(true)
    const { key, ...shown } = made
    expect(await api.apiKey.list()).toEqual([shown])
    const row = await db.apiKey.findFirstOrThrow({ where: { userId: id } })
    expect(JSON.stringify({ ...row, hash: Buffer.from(row.hash).toString('latin1') })).not.toContain(key)
  })

  test('can do what its scopes allow, for its user only', async () => {
    const { signIn, call } = await testApi()
    const { api } = await signIn()
    const reader = call(undefined, {
      apiKey: (await api.apiKey.create({ name: 'r', scopes: ['tasks:read'] })).key,
    })
    const writer = call(undefined, {
      apiKey: (await api.apiKey.create({ name: 'w', scopes: ['tasks:write'] })).key,
    })
    const { id } = await writer.task.create({ title: 'x' })
    expect((await reader.task.get({ id })).title).toBe('x')
    expect((await api.task.get({ id })).title).toBe('x')
    expect(await refusal(reader.task.delete({ id }))).toMatchObject({
      status: 403,
      message: expect.stringContaining('tasks:write'),
    })
    expect(await refusal(writer.task.get({ id }))).toMatchObject({ status: 403 })
    for (const call of [
      () => writer.user.me(),
      () => writer.apiKey.list(),
      () => writer.session.list(),
      () => writer.auth.logout(),
    ]) {
      expect(await refusal(call())).toMatchObject({ status: 403 })
    }
  })

  test('of an administrator cannot call admin procedures', async () => {
    const { signIn, call } = await testApi()
    const { api } = await signIn('Root', 'admin')
    const { key } = await api.apiKey.create({ name: 'k', scopes: ['tasks:read', 'tasks:write'] })
    expect(await refusal(call(undefined, { apiKey: key }).admin.listUsers())).toMatchObject({ status: 403 })
  })

  test('is refused once it is revoked or expired, or its user deactivated', async () => {
    const { signIn, call, clock, db } = await testApi()
    const { api, id } = await signIn()
    const use = (key: string) => call(undefined, { apiKey: key }).task.list()
    const make = (expiresAt: string | null = null) =>
      api.apiKey.create({ name: 'k', scopes: ['tasks:read'], expiresAt })

    const revoked = await make()
    await expect(use(revoked.key)).resolves.toBeDefined()
    await api.apiKey.revoke({ id: revoked.id })
    expect(await refusal(use(revoked.key))).toMatchObject({ status: 401 })
    expect(await refusal(api.apiKey.revoke({ id: revoked.id }))).toMatchObject({ status: 404 })

    const brief = await make(new Date(clock().getTime() + 60_000).toISOString())
    await expect(use(brief.key)).resolves.toBeDefined()
    clock.advance(60_000)
    expect(await refusal(use(brief.key))).toMatchObject({ status: 401 })

    const active = await make()
    await expect(use(active.key)).resolves.toBeDefined()
    await db.user.update({ where: { id }, data: { isActive: false } })
    expect(await refusal(use(active.key))).toMatchObject({ status: 401 })
  })

  test('records when it was last used, at most once a minute', async () => {
    const { signIn, call, clock } = await testApi()
    const { api } = await signIn()
    const { key } = await api.apiKey.create({ name: 'k', scopes: ['tasks:read'] })
    const lastUsedAt = async () => {
      await call(undefined, { apiKey: key }).task.list()
      return (await api.apiKey.list())[0]?.lastUsedAt
    }
    const first = await lastUsedAt()
    expect(first).toBe(clock().toISOString())
    clock.advance(59_999)
    expect(await lastUsedAt()).toBe(first)
    clock.advance(1)
    expect(await lastUsedAt()).toBe(clock().toISOString())
  })

  test.each(['', 'x', 'tdm_', `tdm_${'x'.repeat(43)}`, `tdm_${'x'.repeat(1000)}`, "' OR 1=1 --"])(
    '%j is not a valid key',
    async (key) => {
      const { call } = await testApi()
      expect(await refusal(call(undefined, { apiKey: key }).task.list())).toMatchObject({ status: 401 })
    },
  )

  test('sent together with an access token is refused', async () => {
    const { signIn, call } = await testApi()
    const { api, token } = await signIn()
    const { key } = await api.apiKey.create({ name: 'k', scopes: ['tasks:read'] })
    expect(await refusal(call(`Bearer ${token}`, { apiKey: key }).task.list())).toMatchObject({ status: 401 })
  })

  test('cannot be created once there are 50, however many are created at once', async () => {
    const { signIn } = await testApi()
    const { api } = await signIn()
    const create = (name: string) => api.apiKey.create({ name, scopes: ['tasks:read'] })
    const made = await Promise.allSettled(Array.from({ length: 60 }, (_, n) => create(`${n}`)))
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(50)
    expect(await api.apiKey.list()).toHaveLength(50)
    expect(await refusal(api.apiKey.create({ name: 'x', scopes: ['tasks:read'] }))).toMatchObject({
      status: 409,
    })
  })
})
