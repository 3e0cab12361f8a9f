import type { Prisma } from '@tandem/db/types'
import type { Task } from './schema.ts'

/** The columns a task's answer is made of; the owner is not among them. */
export const taskColumns = {
  id: true,
  title: true,
  description: true,
  status: true,
  priority: true,
  tags: true,
  dueAt: true,
  completedAt: true,
  version: true,
  createdAt: true,
  updatedAt: true,
} satisfies Prisma.TaskSelect

export type TaskRow = Prisma.TaskGetPayload<{ select: typeof taskColumns }>

export function toTask(row: TaskRow): Task {
  return {
    ...row,
    dueAt: row.dueAt?.toISOString() ?? null,
    completedAt: row.completedAt?.toISOString() ?? null,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  }
}
