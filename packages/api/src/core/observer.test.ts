import { expect, test } from 'vitest'
import { testApi } from '../testing/test-api.ts'
import { observed } from './observer.ts'

test('a call is seen with its procedure and its error, whether the guard or the procedure throws it', async () => {
  const { services, signIn, anyone } = await testApi()
  const ended: [string, unknown][] = []
  services.observer.ended = (path, error) => ended.push([path, error])
  const { api } = await signIn()
  await api.task.list({})
  await expect(anyone.task.list({})).rejects.toThrow()
  await expect(api.task.get({ id: '019a0000-0000-7000-8000-000000000000' })).rejects.toThrow()
  await expect(api.task.get({ id: 'x' })).rejects.toThrow()
  expect(ended).toEqual([
    ['task.list', undefined],
    ['task.list', expect.objectContaining({ code: 'UNAUTHORIZED' })],
    ['task.get', expect.objectContaining({ code: 'NOT_FOUND' })],
    ['task.get', expect.objectContaining({ code: 'BAD_REQUEST' })],
  ])
})

test('what is called around a call sees its result', async () => {
  const seen: unknown[] = []
  const call = { path: 'task.list', type: 'query' } as const
  const result = await observed(
    {
      around: async (around, run) => {
        const inner = await run()
        seen.push(around, inner)
        return inner
      },
    },
    call,
    async () => ({ ok: true }) as const,
  )
  expect([result, ...seen]).toEqual([{ ok: true }, call, { ok: true }])
})
