import { jsonTextOf } from '@tandem/rest/json-text'
import { uuidv7 } from 'uuidv7'
import { beforeAll, describe, expect, test } from 'vitest'
import { refusal, testApi } from '../../testing/test-api.ts'
import { userWithNote } from '../testing/cached-notes.ts'
import { createNotes, noteTable } from '../testing/notes.ts'
import { cacheOf } from './cached.ts'

let world: Awaited<ReturnType<typeof testApi>>
beforeAll(async () => {
  world = await testApi()
  await createNotes(world)
})
const withNote = () => userWithNote(world)

describe('an answer', () => {
  test('is read once, and is the same to the byte each time', async () => {
    const { notes, key, taskId, probe } = await withNote()
    const first = await notes.list({ taskId })
    const text = jsonTextOf(first)
    const again = await notes.list({ taskId, limit: 20 })
    expect(probe.reads).toBe(1)
    expect(jsonTextOf(again)).toBe(text)
    expect(again).toEqual({ ...first })
    const note = await notes.get(key)
    expect(await notes.get(key)).toEqual(note)
    expect(JSON.stringify(await notes.get(key))).toBe(JSON.stringify(note))
    expect(probe.reads).toBe(2)
  })

  test('is kept for its time, by the clock that processes share', async () => {
    const { notes, taskId, probe } = await withNote()
    await notes.list({ taskId })
    world.clock.advance(29_999)
    await notes.list({ taskId })
    expect(probe.reads).toBe(1)
    world.clock.advance(1)
    await notes.list({ taskId })
    expect(probe.reads).toBe(2)
  })

  test('is for one input only, however it is written', async () => {
    const { notes, probe } = await withNote()
    const inputs: unknown[] = [
      { a: 1, b: 2 },
      { a: 1 },
      { a: '1' },
      [1],
      ['1'],
      'a',
      null,
      undefined,
      { a: [1, 2] },
    ]
    for (const input of [...inputs, { b: 2, a: 1 }, ...inputs]) {
      probe.books = { input: JSON.stringify(input) ?? 'none' }
      await notes.books(input)
    }
    expect(probe.reads).toBe(inputs.length)
  })

  test.each([null, 0, '', false, 'text', [1], { a: { b: [] } }])('may be any JSON: %j', async (books) => {
    const { notes, probe } = await withNote()
    probe.books = books
    const input = uuidv7()
    expect(await notes.books(input)).toEqual(books)
    probe.books = 'another'
    expect(await notes.books(input)).toEqual(books)
  })

  test('that is no JSON, or very long, is read each time', async () => {
    const { notes, probe } = await withNote()
    for (const books of [undefined, 'x'.repeat(300_000)]) {
      probe.books = books
      probe.reads = 0
      const input = uuidv7()
      for (let time = 0; time < 2; time++) expect(await notes.books(input)).toEqual(books)
      expect(probe.reads).toBe(2)
    }
  })

  test('that is an error is not kept', async () => {
    const { notes, taskId, probe } = await withNote()
    const key = { taskId, id: uuidv7() }
    for (let time = 0; time < 2; time++)
      expect(await refusal(notes.get(key))).toMatchObject({ error: 'NOT_FOUND' })
    expect(probe.reads).toBe(2)
    await world.db.$executeRawUnsafe(
      `INSERT INTO test_notes (user_id, id, task_id, body) SELECT user_id, '${key.id}', task_id, 'late' FROM test_notes WHERE task_id = '${taskId}'`,
    )
    expect(await notes.get(key)).toMatchObject({ body: 'late' })
  })

  test('has no entity tag of the resolver, which a kept one would lack', async () => {
    const { notes, token, callAs, taskId } = await withNote()
    const tags: string[] = []
    await callAs(token, { revalidate: (tag) => void tags.push(tag), hasIfNoneMatch: true }).list({ taskId })
    await notes.list({ taskId })
    expect(tags).toEqual([])
  })
})

describe('what guards a procedure comes before the cache', () => {
  test('the credentials, the scope, the path and the limit', async () => {
    const { notes, key, id, token, callAs, api } = await withNote()
    await notes.get(key)
    const { key: apiKey } = await api.apiKey.create({ name: 'k', scopes: ['tasks:read'] })
    const denied = [
      [callAs(undefined), 'UNAUTHORIZED'],
      [callAs('x'), 'UNAUTHORIZED'],
      [callAs(undefined, { apiKey }), 'FORBIDDEN'],
      [callAs(token, { pathUserId: uuidv7() }), 'FORBIDDEN'],
      [callAs(token, { takeFromLimit: async () => false }), 'RATE_LIMITED'],
    ] as const
    for (const [call, error] of denied) expect(await refusal(call.get(key))).toMatchObject({ error })
    expect(await callAs(token, { pathUserId: id }).get(key)).toMatchObject({ body: 'first' })
  })

  test('and so does the owner: another user with the same input gets their own answer', async () => {
    const ada = await withNote()
    const bob = await world.signIn()
    await ada.notes.list({ taskId: ada.taskId })
    await ada.notes.get(ada.key)
    const asBob = ada.callAs(bob.token)
    expect(await refusal(asBob.list({ taskId: ada.taskId }))).toMatchObject({ error: 'NOT_FOUND' })
    expect(await refusal(asBob.get(ada.key))).toMatchObject({ error: 'NOT_FOUND' })
    expect(ada.probe.reads).toBe(4)
  })

  test('while rows without an owner are the same for everyone', async () => {
    const { notes, callAs, probe } = await withNote()
    const { token } = await world.signIn()
    const input = uuidv7()
    await notes.books(input)
    await callAs(token).books(input)
    expect(probe.reads).toBe(1)
    await callAs(token).writeBooks()
    await notes.books(input)
    expect(probe.reads).toBe(2)
  })
})

test.each([0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])('a time of %d seconds is refused', (ttl) => {
  expect(() => cacheOf('tasks', noteTable, { ttl, changedBy: ['tasks'] })).toThrow(
    'ttl of tasks: must be a whole number of seconds from 1',
  )
})

test('a nested resource has to name its parent', () => {
  expect(() => cacheOf('tasks', noteTable, { ttl: 1 })).toThrow('must name the resource of each task')
})
