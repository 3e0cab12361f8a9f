import { expect, test } from 'vitest'
import { owned } from '../resources.ts'
import { refusal, testApi } from '../testing/test-api.ts'

test('update changes the name, and refuses other fields', async () => {
  const world = await testApi()
  const { id, api } = await world.signIn('Ada')
  expect(await api.user.update({ name: ' Ada L. ' })).toMatchObject({ id, name: 'Ada L.' })
  for (const field of ['role', 'isActive', 'id', 'passwordHash']) {
    expect(await refusal(api.user.update({ [field]: 'admin' } as never))).toMatchObject({
      status: 422,
      issues: [{ path: [field] }],
    })
  }
  expect((await api.user.update({})).name).toBe('Ada L.')
})

test('delete removes the account and its data, and nothing of other users', async () => {
  const world = await testApi()
  const [ada, bob] = [await world.signIn(), await world.signIn()]
  await ada.api.task.create({ title: 'x' })
  await bob.api.task.create({ title: 'y' })
  await ada.api.user.delete()
  expect(await refusal(ada.api.user.me())).toMatchObject({ status: 401 })
  expect(await refusal(ada.api.user.update({ name: 'x' }))).toMatchObject({ status: 401 })
  expect(await refusal(ada.api.user.delete())).toMatchObject({ status: 401 })
  expect(await world.db.task.count({ where: { userId: ada.id } })).toBe(0)
  expect(await bob.api.task.list()).toMatchObject({ page: { totalCount: 1 } })
})

test('a procedure without input refuses fields by name', async () => {
  const { api } = await (await testApi()).signIn()
  expect(await refusal(api.user.me({ id: 'x' } as never))).toMatchObject({
    status: 422,
    issues: [{ path: ['id'] }],
  })
})

test('the export has all data of the user, no secrets and nothing of other users', async () => {
  const world = await testApi()
  const [ada, bob] = [await world.signIn(), await world.signIn()]
  const task = await ada.api.task.create({ title: 'mine', tags: ['a'] })
  const { key, ...apiKey } = await ada.api.apiKey.create({ name: 'k', scopes: ['tasks:read'] })
  const { path } = await ada.api.calendar.createFeed()
  const gone = await ada.api.task.create({ title: 'deleted' })
  await ada.api.task.delete({ id: gone.id })
  await bob.api.task.create({ title: 'not yours' })
  const { exportedAt, ...held } = await ada.api.user.export()
  expect(exportedAt).toBe(world.clock().toISOString())
  const [session] = await ada.api.session.list()
  const { current: _, ...shown } = session ?? { current: true }
  expect(held).toEqual({
    ...Object.fromEntries(Object.keys(owned).map((name) => [name, []])),
    user: await ada.api.user.me(),
    sessions: [shown],
    apiKeys: [apiKey],
    calendarFeed: (await ada.api.calendar.feed()).feed,
    tasks: [task],
    deletedTasks: [{ ...gone, deletedAt: expect.any(String) }],
  })
  expect(held.calendarFeed).not.toBeNull()
  expect(JSON.stringify(held)).not.toMatch(new RegExp(`not yours|hash|${key}|${path.slice(10, -4)}`, 'i'))
})
