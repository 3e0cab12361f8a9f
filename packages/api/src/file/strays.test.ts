import { uuidv7 } from 'uuidv7'
import { beforeAll, expect, test } from 'vitest'
import { testApi } from '../testing/test-api.ts'
import { findStrays, removeStrays } from './strays.ts'

let api: Awaited<ReturnType<typeof testApi>>
beforeAll(async () => {
  api = await testApi()
})

async function withFiles(count: number) {
  const ada = await api.signIn()
  const { id: taskId } = await ada.api.task.create({ title: 'with files' })
  const files = []
  for (let i = 0; i < count; i++)
    files.push(await ada.api.file.upload({ taskId, file: new File([`${i}`], 'a.txt') }))
  return { ada, taskId, files, keys: files.map(({ id }) => `${ada.id}/${id}`) }
}

test('bytes without a row and rows without bytes are found, and go', async () => {
  const { store } = api.services.files
  const { ada, taskId, files, keys } = await withFiles(3)
  const other = await withFiles(2)
  const [lost = ''] = keys
  await store.delete(lost)
  const stray = `${ada.id}/${uuidv7()}`
  const first = `00000000-0000-7000-8000-000000000000/${uuidv7()}`
  const last = `ffffffff-0000-7000-8000-000000000000/${uuidv7()}`
  for (const key of [stray, first, last]) await store.put(key, new Blob(['x']))
  const strays = await findStrays(api.db, store)
  expect(strays).toEqual({ bytes: [first, stray, last], rows: [lost] })
  expect(await removeStrays(api.db, store, strays)).toMatchObject({ bytes: 3, rows: 1 })
  expect((await ada.api.file.list({ taskId })).data).toEqual(files.slice(1))
  expect((await other.ada.api.file.list({ taskId: other.taskId })).data).toEqual(other.files)
  expect(await findStrays(api.db, store)).toEqual({ bytes: [], rows: [] })
})

test('an upload that is complete at the second look stays', async () => {
  const { store } = api.services.files
  const { ada, keys } = await withFiles(1)
  const [key = ''] = keys
  await api.services.files.removeBytes()
  const strays = { bytes: [key], rows: [key] }
  expect(await removeStrays(api.db, store, strays)).toEqual({ bytes: 0, rows: 0 })
  expect(await store.has(key)).toBe(true)
  expect(await api.db.file.count({ where: { userId: ada.id } })).toBe(1)
})

test('an empty store is taken for one that is not there, when there are many rows', async () => {
  const { store } = api.services.files
  await withFiles(20)
  const { keys } = await withFiles(1)
  const empty = { ...store, keys: async function* () {} }
  await expect(findStrays(api.db, empty)).rejects.toThrow('no file')
  expect(await store.has(keys[0] ?? '')).toBe(true)
})
