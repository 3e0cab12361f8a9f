import { uuidv7 } from 'uuidv7'
import { expect, test } from 'vitest'
import type { z } from 'zod'
import { refusal, testApi } from '../testing/test-api.ts'
import type { projectInputs } from './schema.ts'

type Fields = z.input<typeof projectInputs.create>

/** Somebody who may write, and what a project must be given. */
async function setUp() {
  const user = await (await testApi()).signIn()
  const fields: Fields = { name: uuidv7() }
  return { api: user.api, fields }
}

test('a project keeps what it is given, and has defaults for the rest', async () => {
  const { api, fields } = await setUp()
  const given: Fields = { ...fields, name: uuidv7(), description: 'second', color: 'red', archived: true }
  const made = await api.project.create(given)
  expect(made).toMatchObject({ ...given, version: 1 })
  expect(await api.project.get({ id: made.id })).toEqual(made)
  const other: Fields = { ...fields, name: uuidv7() }
  expect(await api.project.create(other)).toMatchObject({
    ...other,
    description: null,
    color: 'grey',
    archived: false,
  })
})

test('an update leaves omitted fields, and one that changes nothing the version', async () => {
  const { api, fields } = await setUp()
  const made = await api.project.create(fields)
  const change: Pick<Fields, 'name'> = { name: uuidv7() }
  const changed = await api.project.update({ id: made.id, ...change })
  expect(changed).toMatchObject({ ...fields, ...change, version: 2 })
  expect(await api.project.update({ id: made.id, ...change })).toEqual(changed)
})

test('a replacement returns omitted fields to their defaults', async () => {
  const { api, fields } = await setUp()
  const made = await api.project.create({ ...fields, description: 'second', color: 'red', archived: true })
  expect(await api.project.replace({ ...fields, id: made.id })).toMatchObject({
    ...fields,
    description: null,
    color: 'grey',
    archived: false,
  })
})

test.each([
  ['name', ''],
  ['name', null],
  ['description', '\0'],
  ['color', '?'],
  ['color', null],
  ['archived', '?'],
  ['archived', null],
  ['unknown', 1],
])('a %s of %j is refused by its name', async (field, value) => {
  const { api, fields } = await setUp()
  const call = api.project.create({ ...fields, [field]: value } as never)
  expect(await refusal(call)).toMatchObject({ error: 'VALIDATION_ERROR', issues: [{ path: [field] }] })
})

test('an id, or a unique field, that is taken is a conflict', async () => {
  const { api, fields } = await setUp()
  const made = await api.project.create({ ...fields, name: uuidv7() })
  const other: Fields = { ...fields, name: uuidv7() }
  expect(await refusal(api.project.create({ ...other, id: made.id }))).toMatchObject({
    error: 'CONFLICT',
    message: expect.stringContaining('id'),
  })
  expect(await refusal(api.project.create({ ...other, name: made.name }))).toMatchObject({
    error: 'CONFLICT',
    message: expect.stringContaining('name'),
  })
})

test('a write with ifVersion requires that version', async () => {
  const { api, fields } = await setUp()
  const made = await api.project.create(fields)
  const key = { id: made.id }
  for (const write of [
    () => api.project.update({ ...key, ifVersion: 2 }),
    () => api.project.replace({ ...fields, ...key, ifVersion: 2 }),
    () => api.project.archive({ ...key, ifVersion: 2 }),
    () => api.project.delete({ ...key, ifVersion: 2 }),
  ]) {
    expect(await refusal(write())).toMatchObject({ error: 'PRECONDITION_FAILED', status: 412 })
  }
  expect(await api.project.get(key)).toEqual(made)
  expect(await api.project.update({ ...key, ifVersion: [1, 2] })).toEqual(made)
})

test('a project that was deleted is not found', async () => {
  const { api, fields } = await setUp()
  const { id } = await api.project.create(fields)
  const key = { id }
  expect(await api.project.delete(key)).toBeUndefined()
  for (const call of [() => api.project.get(key), () => api.project.delete(key)]) {
    expect(await refusal(call())).toMatchObject({ error: 'NOT_FOUND', status: 404 })
  }
})

test('a list is sorted, and goes on after a cursor or at an offset', async () => {
  const { api, fields } = await setUp()
  const made = []
  for (const row of [{ name: uuidv7() }, { name: uuidv7() }, { name: uuidv7() }])
    made.push(await api.project.create({ ...fields, ...row }))
  const query = { sort: 'createdAt' }
  let cursor: string | undefined
  const found = []
  do {
    const { data, page } = await api.project.list({ ...query, limit: 2, ...(cursor && { cursor }) })
    found.push(...data)
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  expect(found.slice(-3)).toEqual(made)
  const { page } = await api.project.list({ ...query, limit: 1 })
  const offset = (page.totalCount ?? 0) - 2
  expect((await api.project.list({ ...query, offset })).data).toEqual(made.slice(1))
  for (const sort of ['createdAt', 'updatedAt', 'name']) {
    expect((await api.project.list({ ...query, sort: `-${sort}` })).data.length).toBeGreaterThanOrEqual(3)
  }
})

test.each([['archived', [{ archived: true }, { archived: true }], { archived: false }]] as const)(
  'a list is filtered by %s',
  async (_, fits, others) => {
    const { api, fields } = await setUp()
    const [row, query] = fits
    const { id } = await api.project.create({ ...fields, ...row })
    const idsOf = async (query: object) => (await api.project.list({ ...query })).data.map((row) => row.id)
    expect(await idsOf(query)).toContain(id)
    expect(await idsOf(others)).not.toContain(id)
  },
)

test('archive is idempotent', async () => {
  const { api, fields } = await setUp()
  const { id } = await api.project.create(fields)
  const done = await api.project.archive({ id })
  expect(done).toMatchObject({ archived: true })
  expect(await api.project.archive({ id })).toEqual(done)
})

test('names are sorted without regard to case, in any language, over all pages', async () => {
  const { api } = await setUp()
  const sorted = ['1', 'Äpfel', 'apple', 'Banana', 'cherry', 'Éclair', 'zebra', 'Заря', '日本']
  for (const name of sorted.toReversed()) await api.project.create({ name })
  const namesBy = async (sort: string) => {
    const names: string[] = []
    let cursor: string | undefined
    do {
      const { data, page } = await api.project.list({ sort, limit: 2, ...(cursor && { cursor }) })
      names.push(...data.map(({ name }) => name))
      cursor = page.nextCursor ?? undefined
    } while (cursor)
    return names
  }
  expect(await namesBy('name')).toEqual(sorted)
  expect(await namesBy('-name')).toEqual(sorted.toReversed())
})
