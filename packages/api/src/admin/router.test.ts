import { createTestDb } from '@tandem/db/testing'
import { uuidv7 } from 'uuidv7'
import { describe, expect, test } from 'vitest'
import { refusal, testApi } from '../testing/test-api.ts'

describe('an administrator', () => {
  test('lists, finds and reads users', async () => {
    const { signIn } = await testApi()
    const root = await signIn('Root', 'admin')
    const ada = await signIn('Ada 100%')
    const me = await ada.api.user.me()
    expect(await root.api.admin.getUser({ userId: ada.id })).toEqual(me)
    expect(await root.api.admin.listUsers({ q: 'ada 100%' })).toEqual({
      data: [me],
      page: { limit: 20, offset: 0, totalCount: 1, hasMore: false },
    })
    expect((await root.api.admin.listUsers({ q: ada.id.toUpperCase() })).data).toEqual([me])
    expect((await root.api.admin.listUsers({ q: ada.id, role: 'admin' })).data).toEqual([])
    expect((await root.api.admin.listUsers({ q: ada.id, isActive: false })).data).toEqual([])
    const { page } = await root.api.admin.listUsers({ limit: 1 })
    expect(page.hasMore).toBe(page.totalCount > 1)
  })

  test('deactivates a user, which ends their sessions at once, and reactivates them', async () => {
    const { signIn } = await testApi()
    const [root, ada] = [await signIn('Root', 'admin'), await signIn()]
    expect(await root.api.admin.changeUser({ userId: ada.id, isActive: false })).toMatchObject({
      isActive: false,
    })
    expect(await refusal(ada.api.user.me())).toMatchObject({ status: 401 })
    expect(await root.api.admin.changeUser({ userId: ada.id, isActive: true })).toMatchObject({
      isActive: true,
    })
  })

  test('demotes an administrator, whose access token is revoked', async () => {
    const { signIn } = await testApi()
    const [root, other] = [await signIn('Root', 'admin'), await signIn('Other', 'admin')]
    await expect(other.api.admin.listUsers()).resolves.toBeDefined()
    await root.api.admin.changeUser({ userId: other.id, role: 'user' })
    expect(await refusal(other.api.admin.listUsers())).toMatchObject({ status: 401 })
  })

  test('ends no session with a change to the current values', async () => {
    const { signIn } = await testApi()
    const [root, ada] = [await signIn('Root', 'admin'), await signIn()]
    await root.api.admin.changeUser({ userId: ada.id, role: 'user', isActive: true })
    await root.api.admin.changeUser({ userId: ada.id })
    await expect(ada.api.user.me()).resolves.toBeDefined()
  })

  test('deletes a user and all their data', async () => {
    const { signIn, db } = await testApi()
    const [root, ada] = [await signIn('Root', 'admin'), await signIn()]
    await ada.api.task.create({ title: 'x' })
    await root.api.admin.deleteUser({ userId: ada.id })
    expect(await db.task.count({ where: { userId: ada.id } })).toBe(0)
    expect(await refusal(ada.api.task.list())).toMatchObject({ status: 401 })
    expect(await refusal(root.api.admin.deleteUser({ userId: ada.id }))).toMatchObject({ status: 404 })
    expect(await refusal(root.api.admin.getUser({ userId: uuidv7() }))).toMatchObject({ status: 404 })
  })

  test('cannot change any other field of a user', async () => {
    const { signIn } = await testApi()
    const [root, ada] = [await signIn('Root', 'admin'), await signIn()]
    for (const field of ['email', 'name', 'passwordHash', 'id']) {
      const change = { userId: ada.id, [field]: 'x' } as never
      expect(await refusal(root.api.admin.changeUser(change))).toMatchObject({
        status: 422,
        issues: [{ path: [field] }],
      })
    }
  })
})

test('the last active administrator cannot be demoted, deactivated or deleted, and stays signed in', async () => {
  const database = await createTestDb()
  try {
    const { signIn } = await testApi(database)
    const [root, idle] = [await signIn('Root', 'admin'), await signIn('Idle', 'admin')]
    await root.api.admin.changeUser({ userId: idle.id, isActive: false })
    for (const attempt of [
      () => root.api.admin.changeUser({ userId: root.id, role: 'user' }),
      () => root.api.admin.changeUser({ userId: root.id, isActive: false }),
      () => root.api.admin.deleteUser({ userId: root.id }),
      () => root.api.user.delete(),
    ]) {
      expect(await refusal(attempt())).toMatchObject({ error: 'CONFLICT', status: 409 })
    }
    expect(await root.api.admin.getUser({ userId: root.id })).toMatchObject({ role: 'admin', isActive: true })
    await root.api.admin.changeUser({ userId: idle.id, isActive: true })
    await expect(root.api.user.delete()).resolves.toBeUndefined()
  } finally {
    await database.close()
  }
})
