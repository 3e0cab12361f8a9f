import { randomUUID as uuidv4 } from 'node:crypto'
import { uuidv7 } from 'uuidv7'
import { describe, expect, test } from 'vitest'
import { refusal, testApi } from '../testing/test-api.ts'

describe('create', () => {
  test('a title is enough; everything else has its default', async () => {
    const { api } = await (await testApi()).signIn()
    const task = await api.task.create({ title: '  Buy milk  ' })
    expect(task).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-7/),
      title: 'Buy milk',
      description: null,
      status: 'todo',
      priority: 'none',
      tags: [],
      dueAt: null,
      completedAt: null,
      version: 1,
      createdAt: expect.any(String),
      updatedAt: task.createdAt,
    })
    expect(await api.task.get({ id: task.id })).toEqual(task)
  })

  test('a client may bring its own id, once', async () => {
    const { api } = await (await testApi()).signIn()
    const id = uuidv7()
    expect((await api.task.create({ id: id.toUpperCase(), title: 'mine' })).id).toBe(id)
    expect(await refusal(api.task.create({ id, title: 'again' }))).toMatchObject({
      error: 'CONFLICT',
      status: 409,
    })
    expect(await refusal(api.task.create({ id: uuidv4(), title: 'not v7' }))).toMatchObject({
      error: 'VALIDATION_ERROR',
      issues: [{ path: ['id'] }],
    })
  })

  test('two users may use the same id without seeing each other', async () => {
    const world = await testApi()
    const [ada, bob] = [await world.signIn(), await world.signIn()]
    const id = uuidv7()
    await ada.api.task.create({ id, title: "Ada's" })
    await bob.api.task.create({ id, title: "Bob's" })
    expect((await ada.api.task.get({ id })).title).toBe("Ada's")
    expect((await bob.api.task.get({ id })).title).toBe("Bob's")
  })

  test('created as done, it is completed', async () => {
    const { api } = await (await testApi()).signIn()
    const task = await api.task.create({ title: 'x', status: 'done' })
    expect(task.completedAt).not.toBeNull()
  })

  test('an instant with any offset is answered in UTC', async () => {
    const { api } = await (await testApi()).signIn()
    const task = await api.task.create({ title: 'x', dueAt: '2026-12-24T18:00:00.123+01:00' })
    expect(task.dueAt).toBe('2026-12-24T17:00:00.123Z')
  })

  test('text comes back byte for byte', async () => {
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
  ])('%j is refused, naming the field', async (input, path) => {
    const { api } = await (await testApi()).signIn()
    const report = await refusal(api.task.create(input as never))
    expect(report).toMatchObject({ error: 'VALIDATION_ERROR', status: 422 })
    expect(report.issues?.map((issue) => issue.path)).toEqual([path])
  })

  test('lengths count characters, not UTF-16 units', async () => {
    const { api } = await (await testApi()).signIn()
    const task = await api.task.create({
      title: '🦊'.repeat(255),
      description: '🦊'.repeat(10_000),
      tags: ['🦊'.repeat(50)],
    })
    expect(task.title).toHaveLength(510)
  })

  test('an account that is gone cannot own a task', async () => {
    const world = await testApi()
    const { id, api } = await world.signIn()
    await world.db.user.delete({ where: { id } })
    expect(await refusal(api.task.create({ title: 'x' }))).toMatchObject({ status: 401 })
  })
})

describe('update and replace', () => {
  test('update: fields left out stay, null clears, each change counts the version up', async () => {
    const { api } = await (await testApi()).signIn()
    const made = await api.task.create({
      title: 'a',
      description: 'd',
      priority: 'high',
      tags: ['t'],
      dueAt: '2026-01-01T00:00:00Z',
    })
    const changed = await api.task.update({ id: made.id, description: null, dueAt: null })
    expect(changed).toEqual({
      ...made,
      description: null,
      dueAt: null,
      version: 2,
      updatedAt: changed.updatedAt,
    })
    expect(changed.updatedAt >= made.updatedAt).toBe(true)
  })

  test('an update that changes nothing leaves the version', async () => {
    const { api } = await (await testApi()).signIn()
    const made = await api.task.create({ title: 'a', tags: ['t'] })
    expect(await api.task.update({ id: made.id })).toEqual(made)
    expect(await api.task.update({ id: made.id, title: 'a', tags: ['t'] })).toEqual(made)
  })

  test('replace: fields left out return to their defaults', async () => {
    const { api } = await (await testApi()).signIn()
    const made = await api.task.create({
      title: 'a',
      description: 'd',
      status: 'done',
      priority: 'high',
      tags: ['t'],
    })
    expect(await api.task.replace({ id: made.id, title: 'b' })).toMatchObject({
      title: 'b',
      description: null,
      status: 'todo',
      priority: 'none',
      tags: [],
      completedAt: null,
      version: 2,
      createdAt: made.createdAt,
    })
  })

  test('ifVersion: the write happens only to the version named, or to one of those named', async () => {
    const { api } = await (await testApi()).signIn()
    const { id } = await api.task.create({ title: 'a' })
    await api.task.update({ id, title: 'b', ifVersion: 1 })
    for (const write of [
      () => api.task.update({ id, title: 'c', ifVersion: 1 }),
      () => api.task.update({ id, title: 'c', ifVersion: [] }),
      () => api.task.replace({ id, title: 'c', ifVersion: 3 }),
      () => api.task.complete({ id, ifVersion: 1 }),
      () => api.task.reopen({ id, ifVersion: 1 }),
      () => api.task.update({ id, ifVersion: 1 }),
      () => api.task.delete({ id, ifVersion: 1 }),
    ]) {
      expect(await refusal(write())).toMatchObject({ error: 'PRECONDITION_FAILED', status: 412 })
    }
    expect(await api.task.get({ id })).toMatchObject({ title: 'b', version: 2 })
    expect((await api.task.update({ id, title: 'c', ifVersion: [1, 2] })).version).toBe(3)
  })

  test('of many writers with the same version exactly one wins', async () => {
    const { api } = await (await testApi()).signIn()
    for (let round = 0; round < 5; round++) {
      const { id } = await api.task.create({ title: 'a' })
      const writes = Array.from({ length: 8 }, (_, i) =>
        api.task.update({ id, title: `w${i}`, ifVersion: 1 }),
      )
      const settled = await Promise.allSettled(writes)
      expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      expect((await api.task.get({ id })).version).toBe(2)
    }
  })

  test('unconditional writers all count: no version is given twice', async () => {
    const { api } = await (await testApi()).signIn()
    const { id } = await api.task.create({ title: 'a' })
    const versions = await Promise.all(
      Array.from({ length: 10 }, async (_, i) => (await api.task.update({ id, title: `${i}` })).version),
    )
    expect(versions.sort((a, b) => a - b)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
  })
})

describe('complete and reopen', () => {
  test('are idempotent and keep completedAt truthful', async () => {
    const { api } = await (await testApi()).signIn()
    const { id } = await api.task.create({ title: 'a', status: 'in_progress' })
    const done = await api.task.complete({ id })
    expect(done).toMatchObject({ status: 'done', version: 2, completedAt: expect.any(String) })
    expect(await api.task.complete({ id })).toEqual(done)
    expect(await api.task.update({ id, title: 'b' })).toMatchObject({
      completedAt: done.completedAt,
      version: 3,
    })
    const open = await api.task.reopen({ id })
    expect(open).toMatchObject({ status: 'todo', completedAt: null, version: 4 })
    expect(await api.task.reopen({ id })).toEqual(open)
  })

  test('a task in progress is not set back by reopen', async () => {
    const { api } = await (await testApi()).signIn()
    const made = await api.task.create({ title: 'a', status: 'in_progress' })
    expect(await api.task.reopen({ id: made.id })).toEqual(made)
  })
})

describe('delete', () => {
  test('the task is gone, and gone again is not found', async () => {
    const { api } = await (await testApi()).signIn()
    const { id } = await api.task.create({ title: 'a' })
    expect(await api.task.delete({ id })).toBeUndefined()
    for (const call of [
      () => api.task.delete({ id }),
      () => api.task.get({ id }),
      () => api.task.complete({ id }),
    ]) {
      expect(await refusal(call())).toMatchObject({ error: 'NOT_FOUND', status: 404 })
    }
  })

  test('a missing task is not found, whatever version is asked for', async () => {
    const { api } = await (await testApi()).signIn()
    expect(await refusal(api.task.delete({ id: uuidv4(), ifVersion: 1 }))).toMatchObject({ status: 404 })
  })
})
