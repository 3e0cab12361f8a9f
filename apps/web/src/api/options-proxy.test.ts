import type { AppRouter } from '@tandem/client'
import { QueryClient } from '@tanstack/react-query'
import { createTRPCClient, type TRPCLink } from '@trpc/client'
import { observable } from '@trpc/server/observable'
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query'
import { expect, test, vi } from 'vitest'
import { createOptionsProxy } from './options-proxy.ts'

const called = vi.fn()
const record: TRPCLink<AppRouter> =
  () =>
  ({ op }) =>
    observable((observer) => {
      called(op.type, op.path, op.input)
      observer.next({ result: { data: 'answer' } })
      observer.complete()
    })
const client = createTRPCClient<AppRouter>({ links: [record] })
const ours = createOptionsProxy<AppRouter>(client)
const theirs = createTRPCOptionsProxy<AppRouter>({ client, queryClient: new QueryClient() })

test('keys are those of the package', () => {
  for (const proxy of [ours, theirs]) {
    expect([
      proxy.admin.pathKey(),
      proxy.task.list.queryKey({ limit: 1 }),
      proxy.task.tags.queryKey(),
      proxy.task.tags.queryOptions().queryKey,
      proxy.task.list.infiniteQueryKey({ q: 'x' }),
      proxy.task.quickAdd.mutationKey(),
      proxy.user.update.mutationOptions().mutationKey,
    ]).toEqual([
      [['admin']],
      [['task', 'list'], { input: { limit: 1 }, type: 'query' }],
      [['task', 'tags'], { type: 'query' }],
      [['task', 'tags'], { type: 'query' }],
      [['task', 'list'], { input: { q: 'x' }, type: 'infinite' }],
      [['task', 'quickAdd']],
      [['user', 'update']],
    ])
  }
})

test('functions call the procedure with the input', async () => {
  const { queryFn } = ours.task.list.queryOptions({ limit: 1 })
  if (typeof queryFn !== 'function') throw new Error('there should be a function')
  expect(await queryFn({} as never)).toBe('answer')
  expect(called).toHaveBeenLastCalledWith('query', 'task.list', { limit: 1 })
  await ours.user.update.mutationOptions().mutationFn?.({ name: 'Ada' }, {} as never)
  expect(called).toHaveBeenLastCalledWith('mutation', 'user.update', { name: 'Ada' })
})

test('options are passed on, and a method that is missing says so', () => {
  expect(ours.task.tags.queryOptions(undefined, { staleTime: 5 })).toMatchObject({ staleTime: 5 })
  expect(() => ours.task.list.queryFilter()).toThrow('queryFilter is not part of')
})
