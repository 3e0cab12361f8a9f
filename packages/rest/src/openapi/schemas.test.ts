import { expect, it } from 'vitest'
import { document } from '../testing/task-document.ts'

it('has one component where input and output look the same, and two where they differ', () => {
  expect(Object.keys(document.components.schemas)).toEqual([
    'Problem',
    'Recursive1',
    'Status',
    'Tag',
    'Task',
    'TaskInput',
  ])
  const { Task: output, TaskInput: input } = document.components.schemas
  expect(output?.required).toEqual(['id', 'status', 'dueAt', 'at', 'version'])
  expect(input?.required).toEqual(['id', 'dueAt', 'at', 'version'])
  expect(output?.properties?.id).toMatchObject({ description: 'Chosen by the client', format: 'uuid' })
  expect(output?.properties?.at).toEqual({ type: 'string', format: 'date-time' })
  expect(output?.additionalProperties).toBeUndefined()
})
