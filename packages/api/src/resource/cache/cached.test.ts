import { jsonTextOf } from '@tandem/rest/json-text'
import { uuidv7 } from 'uuidv7'
import { beforeAll, describe, expect, test } from 'vitest'
import { refusal, testApi } from '../../testing/test-api.ts'
import { cachedNotes } from '../testing/cached-notes.ts'
import { createNotes, noteTable } from '../testing/notes.ts'
import { cacheOf } from './cached.ts'

let world: Awaited<ReturnType<typeof testApi>>
beforeAll(async () => {
  world = await testApi()
  await createNotes(world)
})

/** A user with a task that has one note. */
async function withNote() {
  const { probe, callAs } = cachedNotes(world)
  const user = await world.signIn()
  const { id: taskId } = await user.api.task.create({ title: 'parent' })
  const api = callAs(user.token)
  const key = { taskId, id: uuidv7() }
  await api.create({ ...key, body: 'first' })
  const bodies = async () => (await api.list({ taskId })).data.map(({ body }) => body)
  return { ...user, tasks: user.api.task, probe, callAs, notes: api, key, taskId, bodies }
}

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

describe('a write', () => {
  test('drops what it may have changed, before it is answered', async () => {
    const { notes, key, taskId, bodies } = await withNote()
    expect(await bodies()).toEqual(['first'])
    for (let n = 0; n < 5; n++) {
      await notes.create({ taskId, id: uuidv7(), body: `${n}` })
      expect((await bodies()).at(-1)).toBe(`${n}`)
    }
    await notes.delete(key)
    expect(await refusal(notes.get(key))).toMatchObject({ error: 'NOT_FOUND' })
    expect(await bodies()).not.toContain('first')
  })

  test('in the transaction of an Idempotency-Key drops after the commit', async () => {
    const { token, callAs, taskId, bodies, notes } = await withNote()
    const idempotencyKey = uuidv7()
    const create = { taskId, id: uuidv7(), body: 'second' }
    const writing = callAs(token, { idempotencyKey }).create(create)
    // What is read and kept meanwhile, before the commit or after it, is not found once the write is answered.
    for (let n = 0; n < 5; n++) await bodies()
    await writing
    expect(await bodies()).toEqual(['first', 'second'])
    await notes.delete({ taskId, id: create.id })
    await callAs(token, { idempotencyKey }).create(create)
    expect(await bodies()).toEqual(['first'])
  })

  test('that fails after its commit drops too', async () => {
    const { notes, taskId, bodies } = await withNote()
    await bodies()
    await expect(notes.createAndFail({ taskId, id: uuidv7(), body: 'second' })).rejects.toThrow('lost')
    expect(await bodies()).toEqual(['first', 'second'])
  })

  test('leaves what is kept for other users', async () => {
    const [ada, bob] = [await withNote(), await withNote()]
    await bob.bodies()
    await ada.notes.delete(ada.key)
    await bob.bodies()
    expect(bob.probe.reads).toBe(1)
  })

  test('leaves nothing old to a read that began before it', async () => {
    const { notes, taskId, bodies, probe } = await withNote()
    let goOn = () => {}
    const written = new Promise<void>((resolve) => {
      goOn = resolve
    })
    let tellRead = () => {}
    const read = new Promise<void>((resolve) => {
      tellRead = resolve
    })
    probe.afterRead = () => {
      tellRead()
      return written
    }
    const reading = bodies()
    await read
    probe.afterRead = async () => {}
    await notes.create({ taskId, id: uuidv7(), body: 'second' })
    goOn()
    expect(await reading).toEqual(['first'])
    expect(await bodies()).toEqual(['first', 'second'])
  })

  test('is seen by every read after it, however many read and write at once', async () => {
    const { notes, taskId, bodies } = await withNote()
    const written = new Set(['first'])
    const writer = async (name: string) => {
      for (let n = 0; n < 10; n++) {
        const body = `${name}${n}`
        await notes.create({ taskId, id: uuidv7(), body })
        written.add(body)
      }
    }
    const reader = async () => {
      for (let n = 0; n < 20; n++) {
        const before = [...written]
        const { data } = await notes.list({ taskId, limit: 100 })
        expect(data.map(({ body }) => body)).toEqual(expect.arrayContaining(before))
      }
    }
    await Promise.all([writer('a'), writer('b'), reader(), reader(), reader()])
    expect((await bodies()).length).toBe(20)
  })

  test('to a parent drops its rows: they go to the trash and come back with it', async () => {
    const { key, notes, taskId, tasks, bodies } = await withNote()
    expect(await bodies()).toEqual(['first'])
    await notes.get(key)
    await tasks.delete({ id: taskId })
    expect(await refusal(notes.list({ taskId }))).toMatchObject({ error: 'NOT_FOUND' })
    expect(await refusal(notes.get(key))).toMatchObject({ error: 'NOT_FOUND' })
    await tasks.restore({ id: taskId })
    expect(await bodies()).toEqual(['first'])
    await tasks.bulk({ operations: [{ type: 'delete', id: taskId }] })
    expect(await refusal(notes.list({ taskId }))).toMatchObject({ error: 'NOT_FOUND' })
  })
})

test('the end of an account drops all that is kept for it', async () => {
  const { api, id } = await withNote()
  const look = () => world.services.answers.find(`test-notes ${id}`, 'key')
  const answer = { json: '1', expiresAt: 0 }
  ;(await look())?.keep(answer)
  expect((await look())?.answer).toEqual(answer)
  await api.user.delete()
  expect((await look())?.answer).toBeUndefined()
})

test.each([0, -1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])('a time of %d seconds is refused', (ttl) => {
  expect(() => cacheOf('tasks', noteTable, { ttl, changedBy: ['tasks'] })).toThrow(
    'ttl of tasks: must be a whole number of seconds from 1',
  )
})

test('a nested resource has to name its parent', () => {
  expect(() => cacheOf('tasks', noteTable, { ttl: 1 })).toThrow('must name the resource of each task')
})
