import { describe, expect, test } from 'vitest'
import { createChecker } from '../../testing/refusals.ts'
import type { FieldSpec, Spec } from '../spec.ts'

const { refusal, refusalOfFields } = createChecker()

describe('names are refused', () => {
  test.each<[Partial<Spec>, string]>([
    [{ name: 'class' }, 'name: "class" is a word of TypeScript (try "classItem")'],
    [{ name: 'json' }, 'name: "json" is a word of Prisma (try "jsonItem")'],
    [{ name: 'prismaClient' }, 'name: "prismaClient" is a word of Prisma (try "prismaClientItem")'],
    [{ name: 'then' }, 'name: "then" is a word of tRPC (try "thenItem")'],
    [{ name: 'text' }, 'name: "text" is a word of the files that would be written (try "textItem")'],
    [{ name: 'table' }, 'plural: "tables" is a word of the files that would be written (try "tablesItems")'],
    [{ name: 'email' }, 'name: "email" is taken by email in packages/api/src/schemas.ts (try "emailItem")'],
    [{ name: 'revision' }, 'name: "revision" is taken by the model Revision (try "revisionItem")'],
    [{ name: 'taskPage' }, 'name: "taskPage" is taken by the schema TaskPage of the documentation'],
    [{ name: 'job', plural: 'tasks' }, 'plural: "tasks" is taken by the table tasks (try "jobItems")'],
    [
      { name: 'user', access: { read: 'user', write: 'user' } },
      'plural: "users" is taken by the path /users',
    ],
  ])('%j', (spec, line) => {
    expect(refusal(spec)).toContainEqual(expect.stringContaining(line))
  })

  test.each<[FieldSpec[], string]>([
    [[{ name: 'id', type: 'uuid' }], 'fields[0].name (id): is kept in every row already'],
    [[{ name: 'userId', type: 'uuid' }], 'is kept in every row already'],
    [[{ name: 'user', type: 'relation', to: 'user' }], 'would be userId, which every row has already'],
    [
      [{ name: 'albumId', type: 'relation', to: 'album' }],
      'a relation gets its suffix by itself (try "album")',
    ],
    [
      [
        { name: 'album', type: 'relation', to: 'album' },
        { name: 'albumId', type: 'uuid' },
      ],
      'fields[1].name (albumId): cannot be told from album',
    ],
    [
      [
        { name: 'dueAt', type: 'date' },
        { name: 'dueat', type: 'date' },
      ],
      'cannot be told from dueAt',
    ],
    [
      [
        { name: 'body', type: 'text' },
        { name: 'body', type: 'text' },
      ],
      'is there twice',
    ],
    [[{ name: 'ifVersion', type: 'integer' }], 'is what every write takes as its condition'],
    [[{ name: 'xmin', type: 'integer' }], 'is a column that every table of PostgreSQL has'],
    [[{ name: 'constructor', type: 'text' }], 'is something that every object has'],
    [
      [{ name: 'limit', type: 'integer', filterable: true }],
      'its parameter limit is one of every list already',
    ],
    [
      [
        { name: 'size', type: 'integer', filterable: true },
        { name: 'sizeMin', type: 'integer', filterable: true },
      ],
      'its parameter sizeMin is one of size already',
    ],
  ])('of fields: %j', (fields, line) => {
    expect(refusalOfFields(...fields)).toEqual([expect.stringContaining(line)])
  })

  test('of a field, where it is that of the parent', () => {
    const spec: Partial<Spec> = { parent: 'task', fields: [{ name: 'task', type: 'relation', to: 'task' }] }
    expect(refusal(spec)).toEqual(['fields[0].name (task): is the name of the parent (try "relatedTask")'])
  })

  test('that PostgreSQL would cut', () => {
    const long = 'aVeryLongNameThatGoesOnAndOnAndDoesNotComeToAnEnd'
    expect(refusal({ name: `${long}A` })).toEqual([
      expect.stringContaining('plural: its table would be a_very_long_name_'),
    ])
    const letters = 'aBcDeFgHiJkLmNoPqRsTuVwXyZaBcDeFgHiJkLmNoPqRsT'
    expect(refusalOfFields({ name: letters, type: 'text' })).toEqual([
      expect.stringContaining('its column would be a_bc_de_'),
    ])
    const spec = { name: 'aNameOfSomeLengthThatIsAllowed', plural: 'namesOfSomeLength' }
    expect(refusal({ ...spec, fields: [{ name: long.slice(0, 40), type: 'enum', values: ['a'] }] })).toEqual([
      expect.stringContaining('its type would be ANameOf'),
    ])
  })
})
