import type { AppRouter } from '@tandem/api'
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'
import { createTRPCContext } from '@trpc/tanstack-react-query'

/** tRPC's own integration with TanStack Query, typed by the server's router: types only, none of its code. */
export const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>()

export type Inputs = inferRouterInputs<AppRouter>
export type Outputs = inferRouterOutputs<AppRouter>

export type Task = Outputs['task']['get']
export type TaskStatus = Task['status']
export type TaskPriority = Task['priority']

/** In the order they are gone through. */
export const STATUSES = ['todo', 'in_progress', 'done'] as const satisfies readonly TaskStatus[]
/** In order: each more urgent than the one before it. */
export const PRIORITIES = [
  'none',
  'low',
  'medium',
  'high',
  'urgent',
] as const satisfies readonly TaskPriority[]
