import { randomUUID as uuidv4 } from 'node:crypto'
import { uuidv7 } from 'uuidv7'
import { describe, expect, test } from 'vitest'
import { refusal, testApi } from '../testing/test-api.ts'
import { taskDefaults } from './schema.ts'

describe('create', () => {
  test('requires only a title; other fields have defaults', async () => {
    const { api } = await (await testApi()).signIn()
    const task = await api.task.create({ title: '  Buy milk  ' })
    expect(task).toEqual({
      ...taskDefaults,
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
      title: 'Buy milk',
      description: null,
      status: 'todo',
      priority: 'none',
      tags: [],
      dueAt: null,
      dueOn: null,
      projectId: null,
      completedAt: null,
      successorId: null,
      version: 1,
      createdAt: expect.any(String),
      updatedAt: task.createdAt,
    })
    expect(await api.task.get({ id: task.id })).toEqual(task)
  })

  test('accepts an id of the client once, in any case', async () => {
    const { api } = await (await testApi()).signIn()
    const id = uuidv7()
    expect((await api.task.create({ id: id.toUpperCase(), title: 'mine' })).id).toBe(id)
    expect(await refusal(api.task.create({ id, title: 'again' }))).toMatchObject({
      error: 'CONFLICT',
      status: 409,
    })
  })

  test.each([uuidv4(), '6ba7b810-9dad-11d1-80b4-00c04fd430c8', '00000000-0000-0000-c000-000000000046'])(
    'accepts any UUID: %s',
    async (id) => {
      const { api } = await (await testApi()).signIn()
      expect(await api.task.create({ id, title: 'mine' })).toMatchObject({ id })
      const [other, quick] = [uuidv4(), uuidv4()]
      await api.task.bulk({ operations: [{ type: 'create', id: other, title: 'theirs' }] })
      await api.task.quickAdd({ id: quick, text: 'Buy milk', timeZone: 'UTC' })
      for (const one of [id, other, quick]) expect(await api.task.get({ id: one })).toMatchObject({ id: one })
      expect(await api.task.complete({ id })).toMatchObject({ id, version: 2 })
    },
  )

  test.each(['', 'x', '6ba7b810-9dad-11d1-80b4-00c04fd430c', '{6ba7b810-9dad-11d1-80b4-00c04fd430c8}'])(
    'refuses an id that is no UUID: %j',
    async (id) => {
      const { api } = await (await testApi()).signIn()
      expect(await refusal(api.task.create({ id, title: 'x' }))).toMatchObject({
        error: 'VALIDATION_ERROR',
        issues: [{ path: ['id'] }],
      })
    },
  )

  test('keeps tasks of two users with the same id apart', async () => {
    const world = await testApi()
    const [ada, bob] = [await world.signIn(), await world.signIn()]
    const id = uuidv7()
    await ada.api.task.create({ id, title: "Ada's" })
    await bob.api.task.create({ id, title: "Bob's" })
    expect((await ada.api.task.get({ id })).title).toBe("Ada's")
    expect((await bob.api.task.get({ id })).title).toBe("Bob's")
  })

  test('sets completedAt of a task that is done', async () => {
    const { api } = await (await testApi()).signIn()
    const task = await api.task.create({ title: 'x', status: 'done' })
    expect(task.completedAt).not.toBeNull()
  })

  test('accepts instants with any offset and returns them in UTC', async () => {
    const { api } = await (await testApi()).signIn()
    const task = await api.task.create({ title: 'x', dueAt: '2026-12-24T18:00:00.123+01:00' })
    expect(task.dueAt).toBe('2026-12-24T17:00:00.123Z')
  })

  test('preserves text exactly', async () => {
    const { api } = await (await testApi()).signIn()
    const strange = `e\u0301 é \u{1F469}\u200D\u{1F4BB} \u202Ertl \\ ' " {a,b} NULL \t\r\n $1 %s <b>\u{10FFFF}\uFEFF.`
    const task = await api.task.create({
      title: strange,
      description: ` ${strange} `,
      tags: ['{', '"', 'NULL', 'a,b', '\\'],
    })
    expect(await api.task.get({ id: task.id })).toMatchObject({
      title: strange,
      description: ` ${strange} `,
      tags: ['{', '"', 'NULL', 'a,b', '\\'],
    })
  })

  test.each([
    [{ title: '' }, ['title']],
    [{ title: '   ' }, ['title']],
    [{ title: 'x'.repeat(256) }, ['title']],
    [{ title: 7 }, ['title']],
    [{}, ['title']],
    [{ title: 'a\0b' }, ['title']],
    [{ title: 'a\ud800b' }, ['title']],
    [{ title: 'x', description: '\udc00' }, ['description']],
    [{ title: 'x', description: 'x'.repeat(10_001) }, ['description']],
    [{ title: 'x', status: 'doing' }, ['status']],
    [{ title: 'x', priority: null }, ['priority']],
    [{ title: 'x', tags: ['a', 'b', 'a'] }, ['tags', 2]],
    [{ title: 'x', tags: ['a', ' a '] }, ['tags', 1]],
    [{ title: 'x', tags: [''] }, ['tags', 0]],
    [{ title: 'x', tags: ['x'.repeat(51)] }, ['tags', 0]],
    [{ title: 'x', tags: Array.from({ length: 21 }, (_, i) => `t${i}`) }, ['tags']],
    [{ title: 'x', dueAt: '2026-12-24' }, ['dueAt']],
    [{ title: 'x', dueAt: '2026-12-24T18:00:00' }, ['dueAt']],
    [{ title: 'x', dueAt: '2026-02-30T18:00:00Z' }, ['dueAt']],
    [{ title: 'x', dueAt: '0001-01-01T00:00:00+01:00' }, ['dueAt']],
    [{ title: 'x', dueAt: '9999-12-31T23:59:59-01:00' }, ['dueAt']],
    [{ title: 'x', dueAt: 1_700_000_000 }, ['dueAt']],
    [{ title: 'x', userId: uuidv7() }, ['userId']],
    [{ title: 'x', version: 9 }, ['version']],
    [{ title: 'x', completedAt: null }, ['completedAt']],
  ])('refuses %j and names the field', async (input, path) => {
    const { api } = await (await testApi()).signIn()
    const report = await refusal(api.task.create(input as never))
    expect(report).toMatchObject({ error: 'VALIDATION_ERROR', status: 422 })
    expect(report.issues?.map((issue) => issue.path)).toEqual([path])
  })

  test('measures lengths in code points', async () => {
    const { api } = await (await testApi()).signIn()
    const task = await api.task.create({
      title: '🦊'.repeat(255),
      description: '🦊'.repeat(10_000),
      tags: ['🦊'.repeat(50)],
    })
    expect(task.title).toHaveLength(510)
  })

  test('refuses a caller whose account was deleted', async () => {
    const world = await testApi()
    const { id, api } = await world.signIn()
    await world.db.user.delete({ where: { id } })
    expect(await refusal(api.task.create({ title: 'x' }))).toMatchObject({ status: 401 })
  })
})
