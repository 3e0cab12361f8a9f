import { uuidv7 } from 'uuidv7'
import { beforeAll, describe, expect, test } from 'vitest'
import { refusal, testApi } from '../../testing/test-api.ts'
import { userWithNote } from '../testing/cached-notes.ts'
import { createNotes } from '../testing/notes.ts'

let world: Awaited<ReturnType<typeof testApi>>
beforeAll(async () => {
  world = await testApi()
  await createNotes(world)
})
const withNote = () => userWithNote(world)

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
