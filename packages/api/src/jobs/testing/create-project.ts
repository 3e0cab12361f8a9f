import { randomUUID } from 'node:crypto'
import type { Context } from '../../core/context.ts'
import { planProject } from './plan-project.ts'

/** Creates a project and what follows from it: both or neither. */
export function createProject(ctx: Context, userId: string, name: string) {
  return ctx.transact(userId, async (tx) => {
    const project = await tx.project.create({ data: { userId, id: randomUUID(), name } })
    await ctx.jobs.enqueue(tx, planProject, { userId, projectId: project.id })
    return project
  })
}
