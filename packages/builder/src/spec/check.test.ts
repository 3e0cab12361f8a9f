import { openTrial, type Trial } from '@tandem/db/trial'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { explore, type ProjectState } from '../explore/explore.ts'
import { createProject, type TestProject } from '../testing/project.ts'
import { checkSpec } from './check.ts'
import { computedOf } from './computed.ts'
import { lineOf } from './issue.ts'
import { jsonSchema, parseJson, parseSpec } from './read.ts'
import type { FieldSpec, Spec } from './spec.ts'

let folder: TestProject
let project: ProjectState
beforeAll(async () => {
  folder = createProject({
    'apps/web/src/app.tsx': 'export const App = () => <Route path="/charts" component={Charts} />\n',
    'prisma/resources/album.json': JSON.stringify({
      version: 1,
      name: 'album',
      fields: [{ name: 'title', type: 'text' }],
    }),
    'prisma/resources/track.json': JSON.stringify({
      version: 1,
      name: 'track',
      parent: 'album',
      fields: [{ name: 'title', type: 'text' }],
    }),
    'prisma/resources/genre.json': JSON.stringify({
      version: 1,
      name: 'genre',
      access: { read: 'user', write: 'role:admin' },
      fields: [{ name: 'title', type: 'text' }],
    }),
  })
  project = await explore(folder.root)
})
afterAll(() => folder.remove())

const base: Spec = { version: 1, name: 'note', fields: [{ name: 'body', type: 'text' }] }

/** The lines with which a spec is refused. */
const refusal = (spec: Partial<Spec>) => {
  const whole = { ...base, ...spec }
  return checkSpec(whole, project).map((issue) => lineOf(issue, whole))
}
const refusalOfField = (...fields: FieldSpec[]) => refusal({ fields })
const refusalOfForm = (value: unknown) => {
  const read = parseSpec(value)
  return 'issues' in read ? read.issues.map((issue) => lineOf(issue, value)) : []
}

describe('a spec is taken', () => {
  test.each<Partial<Spec>>([
    {},
    {
      name: 'order',
      fields: [
        { name: 'order', type: 'integer' },
        { name: 'select', type: 'text' },
      ],
    },
    { name: 'series', plural: 'series' },
    { page: true },
    // Below a task it is at no such path.
    { page: true, name: 'doc', parent: 'task' },
    { name: 'person', plural: 'people', parent: 'task' },
    { access: { read: 'public', write: 'public' }, confirm: ['publicWrite'] },
    {
      pagination: 'none',
      confirm: ['unpaged'],
      cache: { control: 'private, max-age=60, stale-while-revalidate="5"' },
    },
    { access: { read: 'user', write: 'role:admin' }, cache: { control: 'public, max-age=60' } },
    {
      actions: [{ name: 'archive', set: { archived: true } }],
      fields: [{ name: 'archived', type: 'boolean', default: false }],
    },
    {
      fields: [
        { name: 'owner', type: 'relation', to: 'user' },
        { name: 'above', type: 'relation', to: 'note' },
        { name: 'album', type: 'relation', to: 'album', required: true, onDelete: 'cascade' },
      ],
    },
    { fields: [{ name: 'state', type: 'enum', values: ['In progress', '3d', 'true', `"'`], default: '3d' }] },
    {
      fields: [
        {
          name: 'price',
          type: 'decimal',
          precision: 5,
          scale: 2,
          min: '-999.99',
          max: 999.5,
          default: '1.5',
        },
      ],
    },
    {
      fields: [
        { name: 'day', type: 'date', min: '2024-02-29', default: '2024-03-01' },
        { name: 'at', type: 'instant', default: '2024-02-29T23:00:00+02:00' },
      ],
    },
    {
      fields: [
        {
          name: 'title',
          type: 'text',
          required: true,
          default: 'x',
          unique: true,
          ignoreCase: true,
          max: 500,
        },
      ],
    },
    {
      fields: [
        {
          name: 'data',
          type: 'json',
          shape: { type: 'object', properties: { a: { type: 'integer' } }, required: ['a'] },
          default: { a: 1 },
        },
      ],
    },
  ])('%j', (spec) => {
    expect(parseSpec({ ...base, ...spec })).toHaveProperty('spec')
    expect(refusal(spec)).toEqual([])
  })
})

describe('names are refused', () => {
  test.each<[Partial<Spec>, string]>([
    [{ name: 'class' }, 'name: "class" is a word of TypeScript (try "classItem")'],
    [{ name: 'then' }, 'name: "then" is a word of tRPC (try "thenItem")'],
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
    expect(refusalOfField(...fields)).toEqual([expect.stringContaining(line)])
  })

  test('of a field, where it is that of the parent', () => {
    const spec: Partial<Spec> = { parent: 'task', fields: [{ name: 'task', type: 'relation', to: 'task' }] }
    expect(refusal(spec)).toEqual(['fields[0].name (task): is the name of the parent (try "relatedTask")'])
  })
})

describe('what a field says is refused', () => {
  test.each<[FieldSpec, string]>([
    [
      { name: 'a', type: 'boolean', min: 1 },
      'fields[0].min (a): is for fields of type "text", "integer", "decimal", "date" or "instant"',
    ],
    [{ name: 'a', type: 'enum' }, 'values (a): is missing'],
    [{ name: 'a', type: 'json' }, 'shape (a): is missing'],
    [{ name: 'a', type: 'relation' }, 'to (a): is missing'],
    [{ name: 'a', type: 'computed' }, 'expression (a): is missing'],
    [
      { name: 'a', type: 'computed', expression: '1', required: true },
      'required (a): is not for fields of type "computed"',
    ],
    [{ name: 'a', type: 'text', min: 5, max: 3 }, 'max (a): must not be less than min, which is 5'],
    [
      { name: 'a', type: 'text', max: 501, sortable: true },
      'max (a): must be at most 500 in a field that is sortable',
    ],
    [{ name: 'a', type: 'text', default: 'long', max: 3 }, 'default (a): must have at most 3 characters'],
    [{ name: 'a', type: 'text', default: 'a\0b' }, 'default (a): must be a text'],
    [{ name: 'a', type: 'text', ignoreCase: true }, 'ignoreCase (a): says how a unique field is compared'],
    [
      { name: 'a', type: 'integer', default: 2_147_483_648 },
      'default (a): must be an integer of at most 2147483647',
    ],
    [{ name: 'a', type: 'integer', min: 1.5 }, 'min (a): must be an integer'],
    [
      { name: 'a', type: 'decimal', precision: 3, scale: 4 },
      'scale (a): must be at most the precision, which is 3',
    ],
    [
      { name: 'a', type: 'decimal', precision: 4, scale: 2, default: '100' },
      'default (a): must have at most 2 digits before the point and 2 after it',
    ],
    [{ name: 'a', type: 'decimal', min: '0.10', default: '0.0999' }, 'default (a): must be at least 0.10'],
    [{ name: 'a', type: 'date', default: '2025-02-29' }, 'default (a): must be a date as "2026-01-31"'],
    [
      { name: 'a', type: 'instant', min: '2026-01-01' },
      'min (a): must be an instant as "2026-01-31T09:00:00Z"',
    ],
    [{ name: 'a', type: 'enum', values: ['x', 'y', 'x'] }, 'values[2] (a): "x" is there twice'],
    [{ name: 'a', type: 'enum', values: ['x'], default: 'z' }, 'default (a): must be "x"'],
    [{ name: 'a', type: 'enum', values: ['ü'.repeat(32)] }, 'values[0] (a): must have at most 63 bytes'],
    [
      {
        name: 'a',
        type: 'json',
        shape: { type: 'object', properties: { a: { type: 'integer' } } },
        default: { a: 'x' },
      },
      'default (a): does not have the shape at a',
    ],
    [
      { name: 'a', type: 'json', shape: { type: 'nothing' } },
      'shape (a): is not a JSON Schema that can be checked',
    ],
    [
      { name: 'a', type: 'json', shape: { type: 'array', items: {}, contains: { type: 'string' } } },
      'fields[0].shape (a): ',
    ],
    [
      { name: 'a', type: 'relation', to: 'albun' },
      'to (a): is not known: there are "user", "note", "task", "album", "genre" or "track" (try "album")',
    ],
    [
      { name: 'a', type: 'relation', to: 'album', required: true, onDelete: 'setNull' },
      'onDelete (a): a required relation cannot be set to null',
    ],
    [{ name: 'a', type: 'text', required: true, default: null }, 'default (a): cannot be null'],
  ])('%j', (field, line) => {
    expect(refusalOfField(field)).toEqual([expect.stringContaining(line)])
  })
})

describe('a resource is refused', () => {
  test.each<[Partial<Spec>, string]>([
    [{ fields: [] }, 'fields: must have a field'],
    [{ access: { read: 'public' } }, 'access.read: rows that only their owner may write'],
    [{ access: { write: 'public' } }, 'access.write: rows that only their owner may read'],
    [
      { access: { read: 'public', write: 'public' } },
      'access.write: lets everyone write, without credentials: say it twice',
    ],
    [
      { pagination: 'none' },
      'pagination: answers every row at once, and fails beyond 1,000: say it twice with "confirm": ["unpaged"]',
    ],
    [
      { cache: { control: 'Public, max-age=60' } },
      "cache.control: public would let caches between give what is the owner's to others",
    ],
    [{ cache: { control: 'max-age=60' } }, 'cache.control: what is not said to be private would let'],
    [
      { page: true, operations: ['get', 'create'] },
      'page: shows a list, and "list" is not among the operations',
    ],
    [{ page: true, access: { credentials: ['apiKey'] } }, 'page: has an access token'],
    [{ page: true, name: 'doc' }, 'page: would be at /docs, where something else is'],
    [{ page: true, name: 'chart' }, 'page: would be at /charts, where something else is'],
    [{ cache: { control: 'max age' } }, 'cache.control: "max age" is no directive of Cache-Control'],
    [
      { parent: 'task', access: { read: 'user', write: 'user' } },
      'parent: a shared resource cannot be below what is owned',
    ],
    [{ parent: 'note' }, 'parent: a resource cannot be below itself'],
    [{ parent: 'track' }, 'parent: must be at the top, and track is below album'],
    [{ parent: 'genre' }, 'parent: must be owned, and genre is shared: possible are "task" or "album"'],
    [{ parent: 'tsk' }, 'parent: is not known: possible are "task" or "album" (try "task")'],
    [
      { access: { read: 'user', write: 'user' }, fields: [{ name: 'a', type: 'relation', to: 'album' }] },
      'a shared resource cannot point to what is somebody',
    ],
    [
      { access: { read: 'user', write: 'user' }, fields: [{ name: 'a', type: 'relation', to: 'user' }] },
      'points to the owner, and a shared resource has none',
    ],
    [{ actions: [{ name: 'list', set: { body: 'x' } }] }, 'actions[0].name (list): is an operation'],
    [{ actions: [{ name: 'a', set: {} }] }, 'actions[0].set (a): must set a field'],
    [
      { actions: [{ name: 'a', set: { bodi: 'x' } }] },
      'actions[0].set.bodi (a): is no field: there are "body" (try "body")',
    ],
    [{ actions: [{ name: 'a', set: { body: 1 } }] }, 'actions[0].set.body (a): must be a text'],
    [{ name: 'album', parent: 'task' }, 'parent: is none already'],
    [{ name: 'album', plural: 'records' }, 'plural: is albums already'],
    [{ name: 'album', access: { read: 'user', write: 'user' } }, 'access: rows are owned already'],
  ])('%j', (spec, line) => {
    expect(refusal(spec)).toContainEqual(expect.stringContaining(line))
  })
})

describe('the form of a spec', () => {
  test.each<[unknown, string]>([
    [{ ...base, pagenation: 'both' }, 'pagenation: is not known (try "pagination")'],
    [
      { ...base, fields: [{ name: 'a', type: 'text', sortabel: true }] },
      'fields[0].sortabel (a): is not known (try "sortable")',
    ],
    [{ ...base, fields: [{ name: 'a', type: 'string' }] }, 'fields[0].type (a): must be "text", "integer"'],
    [
      { ...base, fields: [{ name: 'due_at', type: 'date' }] },
      'must be a name in camelCase: a letter, then letters and digits, at most 50 (try "dueAt")',
    ],
    [{ ...base, name: undefined }, 'name: is missing'],
    [{ ...base, version: 2 }, 'version: must be 1'],
    [{ ...base, cache: { ttl: 0.5 } }, 'cache: must be "none", { "control"'],
    [{ ...base, access: { red: 'owner' } }, 'access.red: is not known (try "read")'],
    [null, 'spec: '],
  ])('%j', (value, line) => {
    expect(refusalOfForm(value)).toEqual([expect.stringContaining(line)])
  })

  test('names the place where a text is not JSON', () => {
    expect(parseJson('{\n  "a": 1,\n}')).toEqual({ problem: expect.stringContaining('is not JSON') })
  })

  test('is told by a JSON Schema', () => {
    expect(jsonSchema()).toMatchObject({
      type: 'object',
      required: ['version', 'name', 'fields'],
      additionalProperties: false,
    })
  })
})

describe('an expression', () => {
  let trial: Trial
  beforeAll(async () => {
    trial = await openTrial(`${folder.root}/prisma/migrations`)
  }, 120_000)
  afterAll(() => trial.close())

  const fields: FieldSpec[] = [
    { name: 'unitPrice', type: 'decimal' },
    { name: 'quantity', type: 'integer' },
    { name: 'order', type: 'integer' },
    { name: 'dueAt', type: 'instant' },
  ]
  const ask = async (expression: string) => {
    const all: FieldSpec[] = [...fields, { name: 'total', type: 'computed', expression }]
    const { computed, issues } = await computedOf(all, trial)
    return issues[0] ? lineOf(issues[0], { fields: all }) : computed.get('total')
  }

  test('has the type that PostgreSQL gives it, with columns for fields', async () => {
    expect(await ask('unitPrice * quantity')).toEqual({ type: 'numeric' })
    expect(await ask('quantity > 3')).toEqual({ type: 'boolean' })
    expect(await ask(`"unitPrice"::text || ' "unitPrice" order'`)).toEqual({ type: 'text' })
    expect(await ask('order + 1')).toEqual({ type: 'integer' })
  }, 60_000)

  test.each([
    [
      'price * 2',
      'fields[4].expression (total): PostgreSQL refuses it: column "price" does not exist; there are unitPrice, quantity, order, dueAt',
    ],
    ['unitPrice *', 'PostgreSQL refuses it: syntax error'],
    ['now()', 'generation expression is not immutable'],
    ['(SELECT 1)', 'cannot use subquery in column generation expression'],
    ['sum(quantity)', 'aggregate functions are not allowed in column generation expressions'],
    ['rank() OVER ()', 'window functions are not allowed'],
    ['1) STORED, x int GENERATED ALWAYS AS (2', 'syntax error'],
    ['1); DROP TABLE tasks; --', 'PostgreSQL refuses it'],
    [
      'quantity::float8',
      'is of type double precision, which answers cannot have: cast it (try "(quantity::float8)::numeric")',
    ],
    ['total', 'column "total" does not exist'],
  ])(
    '%s is refused',
    async (expression, line) => {
      expect(await ask(expression)).toContain(line)
    },
    60_000,
  )
})

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
