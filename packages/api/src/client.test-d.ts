import type { Role, TaskPriority, TaskStatus } from '@tandem/db/types'
import type { createTRPCClient, TRPCClientErrorLike } from '@trpc/client'
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'
import { describe, expectTypeOf, test } from 'vitest'
import type { AppRouter as BundledRouter } from '../client.d.ts'
import type { User } from './identity/user-schema.ts'
import type { AppRouter } from './router.ts'
import type { Task, TaskPage } from './task/schema.ts'
import type { TaskChange } from './task/sync/schema.ts'

type Client = ReturnType<typeof createTRPCClient<AppRouter>>
type Inputs = inferRouterInputs<AppRouter>
type Outputs = inferRouterOutputs<AppRouter>

describe('the types of a client', () => {
  test('answers have the documented types', () => {
    expectTypeOf<Outputs['task']['get']>().toEqualTypeOf<Task>()
    expectTypeOf<Outputs['task']['list']>().toEqualTypeOf<TaskPage>()
    expectTypeOf<Awaited<ReturnType<Client['task']['delete']['mutate']>>>().toEqualTypeOf<undefined>()
    expectTypeOf<Outputs['user']['me']>().toEqualTypeOf<User>()
    expectTypeOf<Task['dueAt']>().toEqualTypeOf<string | null>()
    expectTypeOf<Task['version']>().toEqualTypeOf<number>()
  })

  test('answers contain neither the owner nor secrets', () => {
    expectTypeOf<Task>().not.toHaveProperty('userId')
    expectTypeOf<User>().not.toHaveProperty('passwordHash')
  })

  test('create requires only a title', () => {
    expectTypeOf<{ title: string }>().toExtend<Inputs['task']['create']>()
    expectTypeOf<{ description: string }>().not.toExtend<Inputs['task']['create']>()
    expectTypeOf<{ title: string; status: 'doing' }>().not.toExtend<Inputs['task']['create']>()
    expectTypeOf<Inputs['task']['create']>().not.toHaveProperty('userId')
  })

  test('list requires no input; a filter takes one value or several', () => {
    expectTypeOf<undefined>().toExtend<Inputs['task']['list']>()
    expectTypeOf<{ status: 'todo' }>().toExtend<Inputs['task']['list']>()
    expectTypeOf<{ status: ('todo' | 'done')[] }>().toExtend<Inputs['task']['list']>()
  })

  test('update accepts null for nullable fields only', () => {
    expectTypeOf<{ id: string; dueAt: null }>().toExtend<Inputs['task']['update']>()
    expectTypeOf<{ id: string; title: null }>().not.toExtend<Inputs['task']['update']>()
  })

  test('a query has no mutate, a mutation has mutate', () => {
    expectTypeOf<Client['task']['get']>().toHaveProperty('query')
    expectTypeOf<Client['task']['get']>().not.toHaveProperty('mutate')
    expectTypeOf<Client['task']['create']>().toHaveProperty('mutate')
  })

  test('changes are a discriminated union, tracked by an id in streams', () => {
    type Stream = Outputs['task']['onChange']
    expectTypeOf<Stream>().toExtend<AsyncIterable<{ id: string; data: TaskChange }>>()
    expectTypeOf<Client['task']['onChange']>().toHaveProperty('subscribe')
    expectTypeOf<Outputs['task']['changes']['changes'][number]>().toEqualTypeOf<TaskChange>()
    expectTypeOf<Extract<TaskChange, { type: 'upsert' }>['task']>().toEqualTypeOf<Task>()
    expectTypeOf<Extract<TaskChange, { type: 'delete' }>>().toEqualTypeOf<{ type: 'delete'; id: string }>()
  })

  test('errors have a code and issues', () => {
    type Data = NonNullable<TRPCClientErrorLike<AppRouter>['data']>
    expectTypeOf<'VALIDATION_ERROR'>().toExtend<Data['error']>()
    expectTypeOf<'SOMETHING_ELSE'>().not.toExtend<Data['error']>()
    expectTypeOf<NonNullable<Data['issues']>[number]['path']>().toEqualTypeOf<(string | number)[]>()
  })

  test('the bundled declarations equal those of the source', () => {
    expectTypeOf<inferRouterInputs<BundledRouter>>().toEqualTypeOf<Inputs>()
    expectTypeOf<inferRouterOutputs<BundledRouter>>().toEqualTypeOf<Outputs>()
  })
})

test('the enums of the schemas equal those of the database', () => {
  expectTypeOf<Task['status']>().toEqualTypeOf<TaskStatus>()
  expectTypeOf<Task['priority']>().toEqualTypeOf<TaskPriority>()
  expectTypeOf<User['role']>().toEqualTypeOf<Role>()
})
