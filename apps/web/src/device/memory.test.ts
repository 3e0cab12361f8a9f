import { expect, test, vi } from 'vitest'
import type { Task } from '../api/trpc.ts'
import { testTask } from '../testing/test-task.ts'
import { createMemory } from './memory.ts'
import type { Position } from './store.ts'

const at = (revision: number): Position => ({ revision, epoch: 'e', isComplete: true })
const named = (id: string, title = id) => testTask({ id, title })

function setUp(tasks: Task[]) {
  const stored = { tasks, position: at(1) }
  const all = vi.fn(async () => stored.tasks)
  const memory = createMemory({ all, position: async () => stored.position })
  const titles = async () => (await memory.read()).tasks.map(({ title }) => title)
  return { stored, all, memory, titles }
}

test('the rows are read once, also for several lists at a time', async () => {
  const { all, memory, titles } = setUp([named('a')])
  await Promise.all([memory.read(), memory.read()])
  expect(await titles()).toEqual(['a'])
  expect(all).toHaveBeenCalledTimes(1)
})

test('what this page writes is applied', async () => {
  const { stored, all, memory, titles } = setUp([named('a'), named('b')])
  await memory.read()
  stored.position = at(2)
  memory.apply(
    [
      { type: 'delete', id: 'a' },
      { type: 'upsert', task: named('c') },
    ],
    at(1),
    at(2),
  )
  expect(await titles()).toEqual(['b', 'c'])
  expect(all).toHaveBeenCalledTimes(1)
})

test('what another page has written is read', async () => {
  const { stored, memory, titles } = setUp([named('a')])
  await memory.read()
  stored.tasks = [named('a', 'changed elsewhere'), named('b')]
  // What this page writes begins after that.
  stored.position = at(4)
  memory.apply([], at(3), at(4))
  expect(await titles()).toEqual(['changed elsewhere', 'b'])
})
