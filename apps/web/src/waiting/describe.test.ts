import { expect, test } from 'vitest'
import type { Command } from '../sync/commands/command.ts'
import { testTask } from '../testing/test-task.ts'
import { describeCommand } from './describe.ts'

const input = { id: 'new', text: 'Water the plants #home', timeZone: 'UTC' }
const titleOf = (id: string) => (id === 'milk' ? 'Buy milk' : undefined)
const update = (patch: Extract<Command, { kind: 'update' }>['patch'], id = 'milk'): Command => ({
  kind: 'update',
  id,
  patch,
})

test.each<[Command, string]>([
  [{ kind: 'add', id: 'new', input, draft: testTask() }, 'Add “Water the plants #home”'],
  [{ kind: 'create', input: { id: 'new', title: 'Call Bob' } }, 'Add “Call Bob”'],
  [update({ status: 'done' }), 'Complete “Buy milk”'],
  [update({ status: 'todo' }), 'Move “Buy milk” to “To do”'],
  [update({ title: 'Buy oat milk' }), 'Change the title of “Buy milk”'],
  [update({ dueOn: '2026-12-24' }), 'Change the due date of “Buy milk”'],
  [update({ dueAt: null, dueOn: null }), 'Change the due date of “Buy milk”'],
  [update({ dueAt: null, priority: 'low' }), 'Change “Buy milk”'],
  [update({ tags: [] }, 'gone'), 'Change the tags of a task'],
  [{ kind: 'delete', id: 'milk' }, 'Delete “Buy milk”'],
  [{ kind: 'restore', task: testTask() }, 'Restore “Buy milk”'],
  [
    { kind: 'bulk-update', ids: ['milk', 'b'], patches: [{ status: 'done' }, { status: 'done' }] },
    'Complete 2 tasks',
  ],
  [{ kind: 'bulk-update', ids: ['milk'], patches: [{ priority: 'low' }] }, 'Change 1 task'],
  [{ kind: 'bulk-delete', ids: ['milk', 'b'] }, 'Delete 2 tasks'],
  [{ kind: 'add-comment', taskId: 'milk', id: 'c', body: 'Two' }, 'Comment on “Buy milk”'],
])('a change that waits is said in words: %j', (command, text) => {
  expect(describeCommand(command, titleOf)).toBe(text)
})
