import type { Run } from '@tandem/db/types'
import type { TaskTags } from './schema.ts'

const MAX_TAGS = 1000

// By code point, so that the order is the same whatever language the database speaks. A task has no tag twice.
const COUNT = {
  name: 'tasks.tags',
  text: `
  SELECT tag, count(*)::int AS count FROM tasks, unnest(tags) AS tag WHERE user_id = $1::uuid
  GROUP BY tag ORDER BY count(*) DESC, tag COLLATE "C" LIMIT ${MAX_TAGS}`,
}

/** The tags of a user's tasks and on how many each is, the most used first. */
export async function countTags(run: Run, userId: string): Promise<TaskTags> {
  return { data: await run<TaskTags['data'][number]>(COUNT, [userId]) }
}
