import type { Context } from '../core/context.ts'
import type { Work } from '../persistence/transaction.ts'
import type { IfVersion } from '../resource/store.ts'
import { projectStore } from './table.ts'

interface RemoveOptions extends Pick<Context, 'transact' | 'hasLeft'> {
  userId: string
}

/**
 * Deletes a project. The trigger `projects_leave_tasks` leaves its tasks without one. In a transaction of its own, because
 * other writes should not wait in a group for one that may change thousands of tasks.
 *
 * @throws NOT_FOUND, PRECONDITION_FAILED
 */
export async function removeProject(
  { transact, userId, hasLeft }: RemoveOptions,
  { id, ifVersion }: { id: string; ifVersion?: IfVersion },
): Promise<undefined> {
  const work: Work<undefined> = async (tx, run) => {
    // Locked in the order of other writers, tasks, counter, project: the deletion itself would begin with the project.
    await tx.$executeRaw`
      SELECT FROM tasks WHERE user_id = ${userId}::uuid AND project_id = ${id}::uuid ORDER BY id FOR UPDATE`
    await tx.$executeRaw`SELECT FROM revisions WHERE user_id = ${userId}::uuid FOR NO KEY UPDATE`
    return projectStore.remove(run, { userId, id }, ifVersion)
  }
  return transact(userId, work, { hasLeft })
}
