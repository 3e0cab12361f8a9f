import type { AppRouter } from '@tandem/client'
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'
import { createTRPCContext } from '@trpc/tanstack-react-query'

/** tRPC's integration with TanStack Query. Only the type of the server's router is imported. */
export const { TRPCProvider, useTRPC, useTRPCClient } = createTRPCContext<AppRouter>()

export type Inputs = inferRouterInputs<AppRouter>
export type Outputs = inferRouterOutputs<AppRouter>

export type Task = Outputs['task']['get']
/** New values for some of the fields that a user edits. */
export type Patch = Partial<
  Pick<Task, 'title' | 'description' | 'status' | 'priority' | 'tags' | 'dueAt' | 'projectId'>
>
/** What a task has where nobody gave it anything. */
export const NEW_TASK = {
  description: null,
  status: 'todo',
  priority: 'none',
  tags: [],
  dueAt: null,
  projectId: null,
} satisfies Partial<Task>
export type TaskStatus = Task['status']
export type TaskPriority = Task['priority']

export type Project = Outputs['project']['get']
export type ProjectColor = Project['color']
export type Comment = Outputs['comment']['get']

export const PROJECT_COLORS = [
  'grey',
  'red',
  'orange',
  'yellow',
  'green',
  'blue',
  'purple',
] as const satisfies readonly ProjectColor[]

/** In the order of work. */
export const STATUSES = ['todo', 'in_progress', 'done'] as const satisfies readonly TaskStatus[]
/** From least to most urgent. */
export const PRIORITIES = [
  'none',
  'low',
  'medium',
  'high',
  'urgent',
] as const satisfies readonly TaskPriority[]
