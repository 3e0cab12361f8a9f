import { expect, test } from 'vitest'
import type { z } from 'zod'
import { access as taskAccess } from '../task/access.ts'
import { refusal, testApi } from '../testing/test-api.ts'
import type { commentInputs } from './schema.ts'

type Fields = z.input<typeof commentInputs.create>

/** Somebody who may write, and what a comment must be given. */
async function setUp() {
  const user = await (await testApi()).signIn()
  const { id: taskId } = await taskAccess.sample(user)
  const path = { taskId }
  const fields: Fields = { ...path, body: 'first' }
  return { api: user.api, fields, path }
}

test('a comment keeps what it is given, and has defaults for the rest', async () => {
  const { api, fields, path } = await setUp()
  const given: Fields = { ...fields, body: 'second' }
  const made = await api.comment.create(given)
  expect(made).toMatchObject({ ...given, version: 1 })
  expect(await api.comment.get({ ...path, id: made.id })).toEqual(made)
  const other: Fields = fields
  expect(await api.comment.create(other)).toMatchObject(other)
})

test('an update leaves omitted fields, and one that changes nothing the version', async () => {
  const { api, fields, path } = await setUp()
  const made = await api.comment.create(fields)
  const change: Pick<Fields, 'body'> = { body: 'third' }
  const changed = await api.comment.update({ ...path, id: made.id, ...change })
  expect(changed).toMatchObject({ ...fields, ...change, version: 2 })
  expect(await api.comment.update({ ...path, id: made.id, ...change })).toEqual(changed)
})

test('a replacement returns omitted fields to their defaults', async () => {
  const { api, fields } = await setUp()
  const made = await api.comment.create({ ...fields })
  expect(await api.comment.replace({ ...fields, id: made.id })).toMatchObject({ ...fields })
})

test.each([
  ['body', ''],
  ['body', null],
  ['unknown', 1],
])('a %s of %j is refused by its name', async (field, value) => {
  const { api, fields } = await setUp()
  const call = api.comment.create({ ...fields, [field]: value } as never)
  expect(await refusal(call)).toMatchObject({ error: 'VALIDATION_ERROR', issues: [{ path: [field] }] })
})

test('an id that is taken is a conflict', async () => {
  const { api, fields } = await setUp()
  const made = await api.comment.create(fields)
  const other: Fields = fields
  expect(await refusal(api.comment.create({ ...other, id: made.id }))).toMatchObject({
    error: 'CONFLICT',
    message: expect.stringContaining('id'),
  })
})

test('a write with ifVersion requires that version', async () => {
  const { api, fields, path } = await setUp()
  const made = await api.comment.create(fields)
  const key = { ...path, id: made.id }
  for (const write of [
    () => api.comment.update({ ...key, ifVersion: 2 }),
    () => api.comment.replace({ ...fields, ...key, ifVersion: 2 }),
    () => api.comment.delete({ ...key, ifVersion: 2 }),
  ]) {
    expect(await refusal(write())).toMatchObject({ error: 'PRECONDITION_FAILED', status: 412 })
  }
  expect(await api.comment.get(key)).toEqual(made)
  expect(await api.comment.update({ ...key, ifVersion: [1, 2] })).toEqual(made)
})

test('a comment that was deleted is not found', async () => {
  const { api, fields, path } = await setUp()
  const { id } = await api.comment.create(fields)
  const key = { ...path, id }
  expect(await api.comment.delete(key)).toBeUndefined()
  for (const call of [() => api.comment.get(key), () => api.comment.delete(key)]) {
    expect(await refusal(call())).toMatchObject({ error: 'NOT_FOUND', status: 404 })
  }
})

test('a list is sorted, and goes on after a cursor', async () => {
  const { api, fields, path } = await setUp()
  const made = []
  for (const _ of [1, 2, 3]) made.push(await api.comment.create(fields))
  const query = { ...path, sort: 'createdAt' }
  let cursor: string | undefined
  const found = []
  do {
    const { data, page } = await api.comment.list({ ...query, limit: 2, ...(cursor && { cursor }) })
    found.push(...data)
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  expect(found.slice(-3)).toEqual(made)
  for (const sort of ['createdAt', 'updatedAt']) {
    expect((await api.comment.list({ ...query, sort: `-${sort}` })).data.length).toBeGreaterThanOrEqual(3)
  }
})
