import type { Run } from '@tandem/db/types'
import type { TaskProjects } from './schema.ts'

const MAX_PROJECTS = 1000

const COUNT = {
  name: 'tasks.projects',
  text: `
  SELECT project_id AS "projectId", count(*) FILTER (WHERE status <> 'done')::int AS open, count(*)::int AS total
  FROM tasks WHERE user_id = $1::uuid AND project_id IS NOT NULL
  GROUP BY project_id ORDER BY open DESC, total DESC, project_id LIMIT ${MAX_PROJECTS}`,
}

/** Counts the tasks of each of a user's projects, those with the most open ones first. */
export async function countByProject(run: Run, userId: string): Promise<TaskProjects> {
  return { data: await run<TaskProjects['data'][number]>(COUNT, [userId]) }
}
