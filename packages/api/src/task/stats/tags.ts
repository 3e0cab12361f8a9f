import type { Run } from '@tandem/db/types'
import type { TaskTags } from './schema.ts'

const MAX_TAGS = 1000

// Sorted by code point, independent of the database's locale. A task has each tag once.
const COUNT = {
  name: 'tasks.tags',
  text: `
  SELECT tag, count(*)::int AS count FROM tasks, unnest(tags) AS tag WHERE user_id = $1::uuid
  GROUP BY tag ORDER BY count(*) DESC, tag COLLATE "C" LIMIT ${MAX_TAGS}`,
}

/** Counts the tasks of each of a user's tags, the most used first. */
export async function countTags(run: Run, userId: string): Promise<TaskTags> {
  return { data: await run<TaskTags['data'][number]>(COUNT, [userId]) }
}
