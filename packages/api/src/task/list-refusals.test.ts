import { uuidv7 } from 'uuidv7'
import { beforeAll, describe, expect, test } from 'vitest'
import { refusal, testApi } from '../testing/test-api.ts'

const { signIn } = await testApi()
const ada = await signIn()

beforeAll(async () => {
  for (const day of [1, 2, 3]) {
    await ada.api.task.create({ title: `task ${day}`, dueAt: `2026-06-0${day}T12:00:00Z` })
  }
})

describe('a list', () => {
  test('refuses a cursor of another query or user', async () => {
    const { page } = await ada.api.task.list({ sort: 'title', status: 'todo', limit: 2 })
    const cursor = page.nextCursor ?? ''
    await expect(
      ada.api.task.list({ sort: 'title', status: 'todo', limit: 9, cursor }),
    ).resolves.toBeDefined()
    for (const query of [
      { sort: 'title' },
      { sort: '-title', status: 'todo' as const },
      { sort: 'title', status: 'done' as const },
    ]) {
      expect(await refusal(ada.api.task.list({ ...query, cursor }))).toMatchObject({
        status: 422,
        issues: [{ path: ['cursor'] }],
      })
    }
    const other = await signIn()
    expect(await refusal(other.api.task.list({ sort: 'title', status: 'todo', cursor }))).toMatchObject({
      status: 422,
      issues: [{ path: ['cursor'] }],
    })
  })

  test('refuses a forged, altered or old cursor with 422', async () => {
    const { page } = await ada.api.task.list({ sort: 'dueAt,title', limit: 2 })
    const signed = page.nextCursor ?? ''
    const mac = signed.slice(0, 22)
    const [id, dueAt, title] = JSON.parse(Buffer.from(signed.slice(22), 'base64url').toString())
    const forge = (value: unknown, before = mac) =>
      before + Buffer.from(JSON.stringify(value)).toString('base64url')
    expect(forge([id, dueAt, title])).toBe(signed)
    const shift = (at: number) =>
      signed.slice(0, at) + (signed[at] === 'A' ? 'B' : 'A') + signed.slice(at + 1)
    for (const cursor of [
      'x',
      '%%%',
      `${signed}=`,
      ...Array.from(signed, (_, at) => shift(at)),
      forge([id, dueAt, `${title} `]),
      forge([uuidv7(), dueAt, title]),
      forge([id, dueAt, title], 'A'.repeat(22)),
      // As they were made before they were signed.
      forge(['0123456789abcdef', id, dueAt, title], ''),
    ]) {
      expect(await refusal(ada.api.task.list({ sort: 'dueAt,title', cursor }))).toMatchObject({
        status: 422,
        issues: [{ path: ['cursor'] }],
      })
    }
  })

  test.each([
    [{ limit: 0 }, 'limit'],
    [{ limit: 101 }, 'limit'],
    [{ limit: 1.5 }, 'limit'],
    [{ offset: -1 }, 'offset'],
    [{ offset: 0, cursor: 'x' }, 'cursor'],
    [{ sort: 'name' }, 'sort'],
    [{ sort: '' }, 'sort'],
    [{ sort: 'title,-title' }, 'sort'],
    [{ sort: '--title' }, 'sort'],
    [{ status: 'doing' }, 'status'],
    [{ status: [] }, 'status'],
    [{ q: 'a\0' }, 'q'],
    [{ page: 2 }, 'page'],
  ])('refuses %j', async (query, field) => {
    expect(await refusal(ada.api.task.list(query as never))).toMatchObject({
      status: 422,
      issues: [{ path: [field] }],
    })
  })
})
