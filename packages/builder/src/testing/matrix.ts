import type { Spec } from '../spec/spec.ts'

/** The type of each computed field, by resource: what PostgreSQL says of them. */
export const computedTypes: Record<string, Record<string, string>> = {
  gadget: { label: 'text', total: 'numeric', isDear: 'boolean' },
  meter: { doubled: 'integer', until: 'timestamp with time zone', day: 'date', same: 'uuid' },
}

const title = { name: 'title', type: 'text', required: true, min: 1, max: 100 } as const

/** Resources that together have every type of field with every attribute, every access and every kind of page, and odd names. */
const specs: Spec[] = [
  {
    version: 1,
    name: 'note',
    parent: 'task',
    pagination: 'both',
    actions: [{ name: 'pin', set: { pinned: true }, job: 'tellOfNote' }],
    fields: [
      { name: 'body', type: 'text', required: true, min: 1, max: 10000 },
      {
        name: 'kind',
        type: 'enum',
        values: ['comment', 'question', 'decision'],
        default: 'comment',
        filterable: true,
      },
      { name: 'pinned', type: 'boolean', default: false, filterable: true },
      { name: 'rank', type: 'integer', min: 0, max: 1_000_000, unique: true },
      { name: 'remindAt', type: 'instant', sortable: true },
    ],
  },
  {
    version: 1,
    name: 'person',
    actions: [
      { name: 'markDone', set: { state: 'In progress' }, job: 'tellOfPerson' },
      { name: 'forget', set: { ref: null }, job: 'tellOfPerson' },
    ],
    fields: [
      { ...title, name: 'name', unique: true, sortable: true },
      {
        name: 'state',
        type: 'enum',
        values: ['In progress', '3d', 'true', "it's", 'say "hi"', 'back\\slash'],
        default: '3d',
        filterable: true,
        sortable: true,
      },
      { name: 'order', type: 'integer', required: true, sortable: true, filterable: true },
      { name: 'ref', type: 'uuid', filterable: true },
    ],
  },
  {
    version: 1,
    name: 'series',
    plural: 'series',
    operations: ['list', 'get', 'create'],
    pagination: 'both',
    fields: [],
  },
  {
    version: 1,
    name: 'book',
    pagination: 'both',
    access: { read: 'public', write: 'role:admin', credentials: ['jwt'] },
    fields: [
      { ...title, sortable: true },
      { ...title, name: 'isbn', unique: true, required: false },
    ],
  },
  {
    version: 1,
    name: 'shelf',
    plural: 'shelves',
    pagination: 'offset',
    access: { read: 'user', write: 'user' },
    fields: [
      { ...title, searchable: true, filterable: true },
      { name: 'n', type: 'integer', filterable: true, sortable: true },
      { name: 'at', type: 'instant', filterable: true, default: '2026-01-01T00:00:00Z' },
    ],
  },
  {
    version: 1,
    name: 'label',
    cache: { ttl: 30 },
    pagination: 'none',
    parent: 'person',
    fields: [{ ...title, searchable: true, unique: true }],
  },
  {
    version: 1,
    name: 'gadget',
    pagination: 'both',
    actions: [{ name: 'reset', set: { price: '0', on: '2026-05-05', title: null } }],
    fields: [
      { name: 'title', type: 'text', max: 100, sortable: true, filterable: true, searchable: true },
      {
        name: 'price',
        type: 'decimal',
        default: '1.50',
        precision: 12,
        scale: 2,
        min: 0,
        max: '99.5',
        filterable: true,
        sortable: true,
      },
      { name: 'exact', type: 'decimal', required: true },
      {
        name: 'on',
        type: 'date',
        default: '2026-01-02',
        filterable: true,
        sortable: true,
        min: '2000-01-01',
      },
      { name: 'due', type: 'date', required: true, filterable: true },
      {
        name: 'at',
        type: 'instant',
        required: true,
        sortable: true,
        max: '2030-01-01T00:00:00+01:00',
        filterable: true,
      },
      { name: 'amount', type: 'integer', required: true, min: 1, max: 10 },
      { name: 'ref', type: 'uuid', default: '01980000-0000-7000-8000-000000000000' },
      {
        name: 'meta',
        type: 'json',
        required: true,
        shape: {
          oneOf: [
            {
              type: 'object',
              properties: { kind: { const: 'a' }, n: { type: 'integer' } },
              required: ['kind', 'n'],
            },
            {
              type: 'object',
              properties: {
                kind: { const: 'b' },
                list: { type: 'array', items: { type: 'string', maxLength: 5 } },
              },
              required: ['kind'],
            },
          ],
        },
      },
      {
        name: 'extra',
        type: 'json',
        default: { a: [1] },
        shape: {
          type: 'object',
          properties: { a: { type: 'array', items: { type: 'integer' } } },
          required: ['a'],
        },
      },
      { name: 'total', type: 'computed', expression: 'price * amount', sortable: true, filterable: true },
      { name: 'label', type: 'computed', expression: "lower(title) || ' amount'", searchable: true },
      { name: 'isDear', type: 'computed', expression: 'price > 10', filterable: true },
    ],
  },
  {
    version: 1,
    name: 'item',
    cache: { ttl: 5 },
    pagination: 'both',
    fields: [
      { ...title, name: 'name', unique: true, ignoreCase: true, sortable: true },
      {
        name: 'person',
        type: 'relation',
        to: 'person',
        required: true,
        onDelete: 'restrict',
        filterable: true,
      },
      { name: 'second', type: 'relation', to: 'person', onDelete: 'cascade' },
      { name: 'above', type: 'relation', to: 'item', filterable: true },
      { name: 'task', type: 'relation', to: 'task' },
      { name: 'book', type: 'relation', to: 'book' },
      { name: 'keeper', type: 'relation', to: 'user' },
    ],
  },
  {
    version: 1,
    name: 'chapter',
    access: { read: 'user', write: 'user' },
    fields: [
      { ...title, name: 'name', unique: true, ignoreCase: true },
      { name: 'book', type: 'relation', to: 'book', required: true, onDelete: 'cascade' },
    ],
  },
  {
    version: 1,
    name: 'wikiPage',
    access: { read: 'user', write: 'user' },
    actions: [{ name: 'clear', set: { title: 'empty' }, job: 'tellOfPage' }],
    fields: [{ ...title, sortable: true }],
  },
  {
    version: 1,
    name: 'openNote',
    confirm: ['publicWrite'],
    access: { read: 'public', write: 'public' },
    fields: [title],
  },
  { version: 1, name: 'sensor', access: { credentials: ['apiKey'] }, fields: [title] },
  {
    version: 1,
    name: 'setting',
    cache: { control: 'private, max-age=60' },
    access: { read: 'owner', write: 'role:admin' },
    fields: [title],
  },
  {
    version: 1,
    name: 'report',
    operations: ['list', 'get'],
    fields: [
      title,
      { name: 'state', type: 'enum', required: true, values: ['In progress', '3d'] },
      { name: 'n', type: 'integer', required: true },
    ],
  },
  {
    version: 1,
    name: 'meter',
    fields: [
      { name: 'reading', type: 'integer', required: true, unique: true },
      { name: 'level', type: 'integer', unique: true, min: 5, max: 1_000_000 },
      { name: 'code', type: 'text', required: true, unique: true, max: 10 },
      { name: 'token', type: 'text', unique: true, min: 40, max: 60 },
      { name: 'ref', type: 'uuid', required: true, unique: true },
      { name: 'steps', type: 'decimal', required: true, precision: 5, scale: 0, max: 10 },
      { name: 'isOpen', type: 'boolean', required: true },
      { name: 'at', type: 'instant' },
      { name: 'on', type: 'date' },
      { name: 'doubled', type: 'computed', expression: 'reading * 2', filterable: true, sortable: true },
      { name: 'until', type: 'computed', expression: 'coalesce(at, at)', filterable: true },
      { name: 'day', type: 'computed', expression: 'coalesce("on", "on")', filterable: true },
      { name: 'same', type: 'computed', expression: 'coalesce(ref, ref)', filterable: true },
    ],
  },
  {
    version: 1,
    name: 'marker',
    fields: [
      { name: 'kind', type: 'enum', required: true, values: ['in stock', "it's"] },
      { name: 'isDone', type: 'boolean', default: true },
    ],
  },
  {
    version: 1,
    name: 'fact',
    operations: ['get'],
    access: { read: 'public', write: 'role:admin' },
    fields: [title],
  },
]

/** All of them with a page of the web app where there can be one. */
export const matrix: Spec[] = specs.map((spec) => ({
  ...spec,
  page: spec.operations?.includes('list') !== false && spec.access?.credentials?.includes('jwt') !== false,
}))
