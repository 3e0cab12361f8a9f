import { z } from 'zod'
import { defineJob } from '../define-job.ts'

/** Reminds the owner of a new project to plan it, by a task. */
export const planProject = defineJob({
  name: 'plan-project',
  payload: z.object({ userId: z.uuid(), projectId: z.uuid() }),
  run: async ({ userId, projectId }, { id, db, taskFeed }) => {
    // The job's id is that of the task, so that a second attempt makes no second one.
    const task = { userId, id, title: 'Plan this project', projectId }
    await db.task.createMany({ data: task, skipDuplicates: true })
    taskFeed.notify(userId)
  },
})
