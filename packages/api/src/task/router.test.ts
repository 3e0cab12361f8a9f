import { randomUUID as uuidv4 } from 'node:crypto'
import { describe, expect, test } from 'vitest'
import { refusal, testApi } from '../testing/test-api.ts'

describe('update and replace', () => {
  test('update leaves omitted fields, clears fields with null and increments the version', async () => {
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

  test('update without a change leaves the version', async () => {
    const { api } = await (await testApi()).signIn()
    const made = await api.task.create({ title: 'a', tags: ['t'] })
    expect(await api.task.update({ id: made.id })).toEqual(made)
    expect(await api.task.update({ id: made.id, title: 'a', tags: ['t'] })).toEqual(made)
  })

  test('replace resets omitted fields to their defaults', async () => {
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

  test('writes with ifVersion require that version, or one of those versions', async () => {
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

  test('of concurrent writers with the same ifVersion exactly one succeeds', async () => {
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

  test('concurrent writers without ifVersion all succeed with different versions', async () => {
    const { api } = await (await testApi()).signIn()
    const { id } = await api.task.create({ title: 'a' })
    const versions = await Promise.all(
      Array.from({ length: 10 }, async (_, i) => (await api.task.update({ id, title: `${i}` })).version),
    )
    expect(versions.sort((a, b) => a - b)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
  })
})

describe('complete and reopen', () => {
  test('are idempotent and maintain completedAt', async () => {
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

  test('reopen does not change a task in progress', async () => {
    const { api } = await (await testApi()).signIn()
    const made = await api.task.create({ title: 'a', status: 'in_progress' })
    expect(await api.task.reopen({ id: made.id })).toEqual(made)
  })
})

describe('delete', () => {
  test('removes the task, and is 404 the second time', async () => {
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

  test('of an unknown id is 404, also with ifVersion', async () => {
    const { api } = await (await testApi()).signIn()
    expect(await refusal(api.task.delete({ id: uuidv4(), ifVersion: 1 }))).toMatchObject({ status: 404 })
  })
})
