import { describe, expect, test } from 'vitest'
import { base, createChecker } from '../../testing/refusals.ts'
import { parseSpec } from '../read.ts'
import type { Spec } from '../spec.ts'

const { refusal } = createChecker()

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
    { fields: [{ name: 'body', type: 'text', default: null }] },
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
    [
      {
        fields: [{ name: 'body', type: 'text', required: true }],
        actions: [{ name: 'a', set: { body: '' } }],
      },
      'actions[0].set.body (a): must not be empty, since the field is required',
    ],
    [{ name: 'album', parent: 'task' }, 'parent: is none already'],
    [{ name: 'album', plural: 'records' }, 'plural: is albums already'],
    [{ name: 'album', access: { read: 'user', write: 'user' } }, 'access: rows are owned already'],
  ])('%j', (spec, line) => {
    expect(refusal(spec)).toContainEqual(expect.stringContaining(line))
  })
})
