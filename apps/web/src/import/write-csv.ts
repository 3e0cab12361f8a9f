import Papa from 'papaparse'
import type { Client } from '../api/client.ts'
import type { Project, Task } from '../api/trpc.ts'

/** In the order of the columns. The import knows these names. */
const COLUMNS: Record<string, (task: Task, projects: ReadonlyMap<string, string>) => string> = {
  Title: ({ title }) => title,
  Notes: ({ description }) => description ?? '',
  Status: ({ status }) => status,
  Priority: ({ priority }) => priority,
  Due: ({ dueOn, dueAt }) => dueOn ?? dueAt ?? '',
  Repeats: ({ recurrence }) => recurrence ?? '',
  Tags: ({ tags }) => tags.join(', '),
  Project: ({ projectId }, projects) => projects.get(projectId ?? '') ?? '',
  Created: ({ createdAt }) => createdAt,
  Completed: ({ completedAt }) => completedAt ?? '',
}

/** Tasks as a CSV file that spreadsheets read. A text that they would take for a formula has a mark before it. */
export function csvOf(tasks: readonly Task[], projects: readonly Pick<Project, 'id' | 'name'>[]): string {
  const names = new Map(projects.map(({ id, name }) => [id, name]))
  const data = tasks.map((task) => Object.values(COLUMNS).map((column) => column(task, names)))
  // Without a byte order mark, Excel takes the file for one of Windows.
  return `\uFEFF${Papa.unparse({ fields: Object.keys(COLUMNS), data }, { escapeFormulae: /^[=+\-@\t\r].*/s })}\r\n`
}

/** All tasks of the user, the oldest first. */
export async function allTasks(client: Client): Promise<Task[]> {
  const all: Task[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const input = { sort: 'createdAt', limit: 100, ...(cursor !== '' && { cursor }) }
    const { data, page } = await client.task.list.query(input)
    all.push(...data)
    cursor = page.nextCursor
  }
  return all
}
