import { beforeAll, expect, test } from 'vitest'
import { MAX_FILE_BYTES, refusal, testApi } from '../testing/test-api.ts'

type User = Awaited<ReturnType<Awaited<ReturnType<typeof testApi>>['signIn']>>
let api: Awaited<ReturnType<typeof testApi>>
beforeAll(async () => {
  api = await testApi()
})

const textFile = (name = 'note.txt', content = 'text') => new File([content], name)
const taskOf = async (user: User) => (await user.api.task.create({ title: 'with files' })).id
const upload = (user: User, taskId: string, file: File) => user.api.file.upload({ taskId, file })
const keys = async (user: User) => {
  const found = []
  for await (const key of api.services.files.store.keys()) if (key.startsWith(user.id)) found.push(key)
  return found
}

test('a form keeps a file, the list has it, and its bytes come back', async () => {
  const ada = await api.signIn()
  const taskId = await taskOf(ada)
  const form = new FormData()
  form.append('file', textFile('Grüße 🦊.txt', 'hello'))
  form.append('taskId', taskId)
  const first = await ada.api.file.upload(form)
  expect(first).toEqual({
    id: expect.any(String),
    name: 'Grüße 🦊.txt',
    mediaType: 'text/plain',
    size: 5,
    sha256: '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824',
    createdAt: expect.any(String),
  })
  const second = await upload(ada, taskId, textFile())
  expect(await ada.api.file.list({ taskId })).toEqual({ data: [first, second] })
  const content = await ada.api.file.get({ taskId, id: first.id })
  expect(await (content as unknown as File).text()).toBe('hello')
  expect(content.toJSON()).toEqual(first)
})

test('the limits are those that uploads are held to', async () => {
  const ada = await api.signIn()
  const { maxBytes, quotaBytes } = api.services.files
  expect(await ada.api.file.limits()).toEqual({ maxBytes, maxFiles: 20, quotaBytes })
  const taskId = await taskOf(ada)
  const large = textFile('large.txt', 'x'.repeat(maxBytes + 1))
  expect(await refusal(upload(ada, taskId, large))).toMatchObject({ status: 413 })
  expect(await upload(ada, taskId, textFile('fits.txt', 'x'.repeat(maxBytes)))).toMatchObject({
    size: maxBytes,
  })
})

test('a deleted file is gone with its bytes', async () => {
  const ada = await api.signIn()
  const taskId = await taskOf(ada)
  const { id } = await upload(ada, taskId, textFile())
  expect(await keys(ada)).toEqual([`${ada.id}/${id}`])
  await ada.api.file.delete({ taskId, id })
  expect(await keys(ada)).toEqual([])
  expect(await api.db.fileRemoval.count({ where: { key: `${ada.id}/${id}` } })).toBe(0)
  expect(await refusal(ada.api.file.get({ taskId, id }))).toMatchObject({ status: 404 })
})

test('files stay with a task in the trash, come back with it, and go when it is purged', async () => {
  const ada = await api.signIn()
  const taskId = await taskOf(ada)
  const kept = await upload(ada, taskId, textFile())
  await ada.api.task.delete({ id: taskId })
  expect(await refusal(ada.api.file.list({ taskId }))).toMatchObject({ status: 404 })
  await ada.api.task.restore({ id: taskId })
  expect(await ada.api.file.list({ taskId })).toEqual({ data: [kept] })
  await ada.api.task.delete({ id: taskId })
  await api.db.deletedTask.deleteMany({ where: { userId: ada.id } })
  expect(await keys(ada)).toHaveLength(1)
  await api.services.files.removeBytes()
  expect(await keys(ada)).toEqual([])
  expect(await api.db.fileUsage.findUnique({ where: { userId: ada.id } })).toMatchObject({ bytes: 0n })
})

test('deleting an account removes the bytes of its files', async () => {
  const ada = await api.signIn()
  await upload(ada, await taskOf(ada), textFile())
  await ada.api.user.delete()
  expect(await keys(ada)).toEqual([])
})

test('the export of an account names its files', async () => {
  const ada = await api.signIn()
  const taskId = await taskOf(ada)
  const kept = await upload(ada, taskId, textFile())
  expect((await ada.api.user.export()).files).toEqual([{ ...kept, taskId }])
})

test.each([
  ['no name', ''],
  ['a name of 256 bytes', `${'é'.repeat(126)}.txt`],
  ['a path', 'a/b.txt'],
  ['a path of Windows', 'C:\\a.txt'],
  ['the parent folder', '..'],
  ['a line feed', 'a\nb.txt'],
  ['NUL', 'a\0.txt'],
  ['text from right to left', 'a\u202etxt.exe'],
])('%s is refused on the field', async (_, name) => {
  const ada = await api.signIn()
  expect(await refusal(upload(ada, await taskOf(ada), textFile(name)))).toMatchObject({
    status: 422,
    issues: [{ path: ['file'] }],
  })
  expect(await keys(ada)).toEqual([])
})

test('a name of 255 bytes is kept', async () => {
  const ada = await api.signIn()
  const name = `${'é'.repeat(125)}a.txt`
  expect(await upload(ada, await taskOf(ada), textFile(name))).toMatchObject({ name })
})

test('a file that is too large is 413, and one of the limit is kept', async () => {
  const ada = await api.signIn()
  const taskId = await taskOf(ada)
  const answer = await refusal(upload(ada, taskId, textFile('a', 'x'.repeat(MAX_FILE_BYTES + 1))))
  expect(answer).toMatchObject({ status: 413, error: 'PAYLOAD_TOO_LARGE' })
  await upload(ada, taskId, textFile('a', 'x'.repeat(MAX_FILE_BYTES)))
})

test('a task has 20 files at most, also when they come at once', async () => {
  const ada = await api.signIn()
  const taskId = await taskOf(ada)
  const all = await Promise.allSettled(Array.from({ length: 25 }, () => upload(ada, taskId, textFile())))
  expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(20)
  expect((await ada.api.file.list({ taskId })).data).toHaveLength(20)
  expect(await keys(ada)).toHaveLength(20)
  expect(await refusal(upload(ada, taskId, textFile()))).toMatchObject({ status: 409, error: 'CONFLICT' })
})

test('the bytes of a user have a quota, also when they come at once, and those in the trash count', async () => {
  const ada = await api.signIn()
  const taskId = await taskOf(ada)
  const whole = textFile('a', 'x'.repeat(MAX_FILE_BYTES))
  const all = await Promise.allSettled(Array.from({ length: 8 }, () => upload(ada, taskId, whole)))
  expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(4)
  await ada.api.task.delete({ id: taskId })
  const other = await taskOf(ada)
  expect(await refusal(upload(ada, other, textFile()))).toMatchObject({ status: 409 })
  await api.db.deletedTask.deleteMany({ where: { userId: ada.id } })
  await upload(ada, other, whole)
})

test('another type than those that can be kept is 415, and keeps nothing', async () => {
  const ada = await api.signIn()
  const page = new File(['<!doctype html><script>alert(1)</script>'], 'note.txt', { type: 'text/plain' })
  expect(await refusal(upload(ada, await taskOf(ada), page))).toMatchObject({ status: 415 })
  expect(await keys(ada)).toEqual([])
})

test('files of another user, and under another task, are not there', async () => {
  const [ada, bob] = [await api.signIn(), await api.signIn()]
  const taskId = await taskOf(ada)
  const { id } = await upload(ada, taskId, textFile())
  const other = await taskOf(ada)
  for (const call of [
    () => bob.api.file.get({ taskId, id }),
    () => bob.api.file.delete({ taskId, id }),
    () => bob.api.file.list({ taskId }),
    () => upload(bob, taskId, textFile()),
    () => ada.api.file.get({ taskId: other, id }),
    () => ada.api.file.delete({ taskId: other, id }),
  ])
    expect(await refusal(call())).toMatchObject({ status: 404 })
  expect(await keys(bob)).toEqual([])
  await ada.api.file.get({ taskId, id })
})

test('a key of a task that is deleted while its file is kept leaves nothing', async () => {
  const ada = await api.signIn()
  const taskId = await taskOf(ada)
  const { store } = api.services.files
  const put = store.put.bind(store)
  // The task goes when the bytes are there and the row is not.
  store.put = async (key, bytes) => {
    await put(key, bytes)
    await ada.api.task.delete({ id: taskId })
  }
  const answer = await refusal(upload(ada, taskId, textFile()))
  store.put = put
  expect(answer).toMatchObject({ status: 404 })
  expect(await keys(ada)).toEqual([])
})
