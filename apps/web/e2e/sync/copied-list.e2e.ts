import { expect, test } from 'vitest'
import type { Task } from '../../src/api/trpc.ts'
import { listTasks } from '../../src/device/list-tasks.ts'
import type { TaskFilters } from '../../src/sync/lists/task-order.ts'
import { newUser } from '../support/harness.ts'

const TITLES = [
  'Zebra',
  'éclair',
  'Éclair',
  'apple',
  'Apple',
  'Straße',
  'STRASSE',
  'Ύδρα',
  '2 eggs',
  '10 eggs',
]
const DAY = 86_400_000

/** Tasks that differ in everything that lists filter and sort by. */
async function variedTasks() {
  const ada = await newUser()
  const home = await ada.project('Home')
  const at = (days: number) => new Date(Date.now() + days * DAY).toISOString()
  const tasks = TITLES.flatMap((title, i) => [
    {
      title,
      description: i % 3 === 0 ? 'two litres of Café' : null,
      priority: (['none', 'low', 'medium', 'high', 'urgent'] as const)[i % 5] ?? 'none',
      status: (['todo', 'in_progress', 'done'] as const)[i % 3] ?? 'todo',
      tags: i % 2 === 0 ? ['home', `tag${i % 4}`] : [],
      dueAt: i % 4 === 0 ? null : at(i - 5),
      projectId: i % 3 === 1 ? home : null,
    },
    { title: `${title} again`, dueAt: i % 2 === 0 ? at(2) : null },
  ])
  await ada.createAll(tasks)
  const changes = JSON.parse((await ada.request('GET', `/${ada.id}/tasks/changes?limit=1000`)).text)
  const copy: Task[] = changes.changes.map(({ task }: { task: Task }) => task)
  return { ada, home, copy, soon: at(3), late: at(-2) }
}

test('the copy on a device answers every query as the server does', async () => {
  const { ada, home, copy, soon, late } = await variedTasks()
  const keys = ['createdAt', 'updatedAt', 'dueAt', 'priority', 'title', 'status']
  const queries: TaskFilters[] = [
    ...keys.flatMap((key) => [{ sort: key }, { sort: `-${key}` }]),
    { sort: 'dueAt,-priority' },
    { sort: '-priority,dueAt' },
    { sort: 'status,title,-createdAt' },
    { status: ['todo', 'in_progress'] },
    { priority: ['high', 'none'], sort: 'title' },
    { tag: ['home', 'tag2'] },
    { project: [home] },
    { project: ['none'] },
    { project: ['none', home], status: ['done'] },
    { dueBefore: soon, sort: 'dueAt' },
    { dueAfter: late, dueBefore: soon },
    { overdue: true },
    { overdue: false },
    { q: 'strasse' },
    { q: 'ÉCLAIR again' },
    { q: 'eclair' },
    { q: 'ύδρα' },
    { q: 'cafe\u0301 LITRES' },
    { q: 'eggs', sort: 'title' },
  ]
  for (const query of queries) {
    const params = new URLSearchParams({ limit: '100' })
    for (const [name, value] of Object.entries(query))
      for (const one of [value].flat()) params.append(name, String(one))
    const { text } = await ada.request('GET', `/${ada.id}/tasks?${params}`)
    const { data, page } = JSON.parse(text)
    const local = listTasks(copy, query, 0)
    expect(
      local.data.map(({ title }) => title),
      JSON.stringify(query),
    ).toEqual(data.map(({ title }: Task) => title))
    expect(local.page.totalCount, JSON.stringify(query)).toBe(page.totalCount)
  }
})
