import { tables } from '@tandem/db/tables'
import { expect, test } from 'vitest'
import { testApi } from '../../testing/test-api.ts'
import { defineTable } from '../table.ts'
import { createCursorList } from './list.ts'

const table = defineTable(tables.Task, {
  one: 'task',
  settable: [],
  sortable: ['dueAt', 'completedAt'],
  hidden: ['revision', 'isIndexed'],
})
const list = createCursorList(table)

test.each(['asc', 'desc'] as const)(
  'pages by two nullable fields, %s, have every row once',
  async (direction) => {
    const { ctx, signIn } = await testApi()
    const { id: userId, api } = await signIn()
    for (const dueAt of [null, '2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'])
      for (const status of ['todo', 'done', 'todo', 'done'] as const)
        await api.task.create({ title: 'a task', dueAt, status })

    const query = {
      sort: [
        { field: 'dueAt', direction },
        { field: 'completedAt', direction },
      ],
    }
    const read = async (limit: number, cursor?: string) =>
      (await list(ctx, { userId }, { ...query, limit, cursor }, new Date())).page
    const { data: all } = await read(100)
    const walked: string[] = []
    let cursor: string | undefined
    do {
      const { data, page } = await read(1, cursor)
      walked.push(...data.map(({ id }) => id))
      cursor = page.nextCursor ?? undefined
    } while (cursor !== undefined)
    expect(walked).toEqual(all.map(({ id }) => id))
    expect(walked).toHaveLength(12)
  },
)
