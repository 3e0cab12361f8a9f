import type { AppRouter } from '@tandem/client'
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'

export { TRPCProvider, useTRPC, useTRPCClient } from './trpc-context.tsx'

export type Inputs = inferRouterInputs<AppRouter>
export type Outputs = inferRouterOutputs<AppRouter>

export type Task = Outputs['task']['get']
/** New values for some of the fields that a user edits. */
export type Patch = Partial<
  Pick<
    Task,
    | 'title'
    | 'description'
    | 'status'
    | 'priority'
    | 'tags'
    | 'dueAt'
    | 'dueOn'
    | 'recurrence'
    | 'recurrenceFrom'
    | 'reminder'
    | 'projectId'
  >
>
/** A due date: a day, an instant, or none. */
export type Due = { dueOn: string } | { dueAt: string | null }
/** What a task has where nobody gave it anything. */
export const NEW_TASK = {
  description: null,
  status: 'todo',
  priority: 'none',
  tags: [],
  dueAt: null,
  dueOn: null,
  recurrence: null,
  recurrenceFrom: 'due',
  reminder: null,
  projectId: null,
  successorId: null,
} satisfies Partial<Task>
/** The most tags that a task may have. */
export const MAX_TAGS = 20
export type TaskStatus = Task['status']
export type TaskPriority = Task['priority']

export type Me = Outputs['user']['me']
export type Project = Outputs['project']['get']
export type ProjectColor = Project['color']
export type Comment = Outputs['comment']['get']
export type TaskFile = Outputs['file']['list']['data'][number]

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
