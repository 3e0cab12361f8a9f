import { beforeEach, expect, test } from 'vitest'
import type { Task } from '../../api/trpc.ts'
import { testTask } from '../../testing/test-task.ts'
import { toasts } from '../../ui/toast/toasts.ts'
import { type Command, optimisticChanges } from './command.ts'
import { createHistory } from './undo.ts'

/** Tasks that commands change at once, with the history of the changes. */
function setUp(...given: Task[]) {
  const tasks = new Map(given.map((task) => [task.id, task]))
  const find = (id: string) => tasks.get(id)
  const sent: Command[] = []
  const queue = (commands: Command[]) =>
    commands.map((command) => {
      for (const change of optimisticChanges(command, find))
        if (change.type === 'upsert') tasks.set(change.task.id, change.task)
        else tasks.delete(change.id)
      return `key ${sent.push(command)}`
    })
  const history = createHistory({ queue, find })
  const change = (label: string, ...commands: Command[]) => {
    const before = new Map(tasks)
    history.recordCommands({ label, commands, keys: queue(commands) }, (id) => before.get(id))
  }
  const titles = () => [...tasks.values()].map(({ title }) => title)
  return { ...history, change, queue, titles, find, sent, lose: (id: string) => tasks.delete(id) }
}

const milk = testTask({ id: 'milk', title: 'Milk' })
const bread = testTask({ id: 'bread', title: 'Bread' })
const rename = (title: string): Command => ({ kind: 'update', id: 'milk', patch: { title } })
const messages = () => toasts.get().map(({ message }) => message)
const press = (label: string) =>
  toasts
    .get()
    .findLast(({ action }) => action?.label === label)
    ?.action?.run()

beforeEach(() => toasts.set([]))

test('what was undone is made again, the latest undone first, and can be undone again', () => {
  const { change, undo, redo, titles } = setUp(milk)
  change('First', rename('Oat milk'))
  change('Second', rename('Soya milk'))
  undo()
  undo()
  expect(titles()).toEqual(['Milk'])
  redo()
  expect(titles()).toEqual(['Oat milk'])
  redo()
  expect(titles()).toEqual(['Soya milk'])
  undo()
  expect(titles()).toEqual(['Oat milk'])
  redo()
  redo()
  expect(titles()).toEqual(['Soya milk'])
  expect(messages().at(-1)).toBe('Nothing to redo')
})

test('a new change ends what can be made again, and its toast goes', () => {
  const { change, undo, redo, find } = setUp(milk)
  change('Renamed', rename('Oat milk'))
  undo()
  expect(messages()).toEqual(['Undone: renamed'])
  change('Started', { kind: 'update', id: 'milk', patch: { status: 'in_progress' } })
  expect(messages()).toEqual(['Started'])
  redo()
  expect(find('milk')).toMatchObject({ title: 'Milk', status: 'in_progress' })
})

test('deletions and additions of several tasks are made again', () => {
  const { change, undo, redo, titles } = setUp(milk, bread)
  change('Deleted', { kind: 'bulk-delete', ids: ['milk', 'bread'] })
  change('Added', { kind: 'create', input: { id: 'tea', title: 'Tea' } })
  undo()
  undo()
  expect(titles().toSorted()).toEqual(['Bread', 'Milk'])
  redo()
  expect(titles()).toEqual([])
  redo()
  expect(titles()).toEqual(['Tea'])
  undo()
  undo()
  expect(titles().toSorted()).toEqual(['Bread', 'Milk'])
})

test('the toasts undo and redo their own change, and none that is gone', () => {
  const { change, titles } = setUp(milk, bread)
  change('Renamed', rename('Oat milk'))
  press('Undo')
  expect(titles()).toEqual(['Milk', 'Bread'])
  press('Redo')
  expect(titles()).toEqual(['Oat milk', 'Bread'])
  expect(messages()).toEqual(['Redone: renamed'])
  press('Undo')
  expect(titles()).toEqual(['Milk', 'Bread'])
})

test('a rejected command is neither undone nor made again', () => {
  const { change, undo, redo, forget, titles } = setUp(milk, bread)
  change('Renamed', rename('Oat milk'))
  forget('key 1')
  undo()
  expect(titles()).toEqual(['Oat milk', 'Bread'])
  change('Deleted', { kind: 'delete', id: 'bread' })
  undo()
  forget('key 3')
  redo()
  expect(titles()).toEqual(['Oat milk', 'Bread'])
  expect(messages().at(-1)).toBe('Nothing to redo')
})

test('a task that left every loaded list is changed again, whatever its version is by then', () => {
  const { change, undo, redo, lose, sent } = setUp(milk)
  const completed: Command = { kind: 'update', id: 'milk', patch: { status: 'done' } }
  change('Completed', { ...completed, ifVersion: 1 })
  lose('milk')
  undo()
  redo()
  expect(sent.at(-1)).toEqual(completed)
})

test('an edit of which only the way back is known is made again', () => {
  const { record, undo, redo, queue, titles } = setUp(milk)
  const before = rename('Milk')
  record({ label: 'Edited', undo: [before], keys: queue([rename('Oat milk')]) })
  undo()
  expect(titles()).toEqual(['Milk'])
  redo()
  expect(titles()).toEqual(['Oat milk'])
  undo()
  expect(titles()).toEqual(['Milk'])
})
