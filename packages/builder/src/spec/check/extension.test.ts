import { describe, expect, test } from 'vitest'
import { createChecker } from '../../testing/refusals.ts'
import type { FieldSpec, Spec } from '../spec.ts'

const { refusal } = createChecker()

describe('what was written by hand', () => {
  const task: Partial<Spec> = { name: 'task' }
  const refusalOfAdded = (field: Partial<FieldSpec> = {}, more: Partial<Spec> = {}) =>
    refusal({ ...task, fields: [{ name: 'rank', type: 'integer', ...field } as FieldSpec], ...more })

  test('gains fields', () => {
    expect(refusalOfAdded({ min: 1, filterable: true, sortable: true, default: 3 })).toEqual([])
    expect(
      refusalOfAdded({ type: 'enum', values: ['In progress', '3d'] }, { plural: 'tasks', page: false }),
    ).toEqual([])
  })

  test.each<[Partial<FieldSpec>, string]>([
    [{ name: 'title', type: 'text' }, 'fields[0].name (title): is a field of task already'],
    [
      { name: 'overdue', type: 'boolean', filterable: true },
      'fields[0].filterable (overdue): its parameter overdue',
    ],
    [{ required: true }, 'fields[0].required (rank): callers that make tasks already do not give it'],
    [{ unique: true }, 'fields[0].unique (rank): is not for tasks'],
    [{ type: 'text', searchable: true }, 'fields[0].searchable (rank): is not for tasks'],
    [{ type: 'relation', to: 'genre' }, 'fields[0].type (rank): cannot be "relation" in tasks'],
    [{ type: 'computed', expression: '1' }, 'fields[0].type (rank): cannot be "computed" in tasks'],
    [{ min: 2, max: 1 }, 'fields[0].max (rank): must not be less than min'],
  ])('does not gain %j', (field, start) => {
    expect(refusalOfAdded(field)).toEqual([expect.stringContaining(start)])
  })

  test.each<Partial<Spec>>([
    { parent: 'album' },
    { operations: ['list'] },
    { actions: [{ name: 'reset', set: { rank: 1 } }] },
    { access: { read: 'user' } },
    { pagination: 'both' },
    { cache: 'none' },
    { plural: 'jobs' },
  ])('keeps all else: %j', (more) => {
    expect(refusalOfAdded({}, more)).toEqual([
      `${Object.keys(more)[0]}: must be left out: task is there already, and a spec for it says the fields that are added to it and nothing else`,
    ])
  })
})
