import type { Spec } from '../spec/spec.ts'
import { fieldSpecs } from './field-specs.ts'

const title = { name: 'title', type: 'text', required: true, min: 1, max: 100 } as const

/** Resources that together have every access, every relation and every kind of page, and odd names. */
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
    name: 'jacket',
    parent: 'person',
    actions: [{ name: 'lend', set: { size: 'm', returnedAt: '2026-01-01T01:00:00+01:00', spare: null } }],
    fields: [
      { name: 'item', type: 'relation', to: 'item', required: true, unique: true, onDelete: 'cascade' },
      { name: 'spare', type: 'relation', to: 'item', unique: true },
      { name: 'size', type: 'enum', values: ['s', 'm', 'extra large'], required: true, unique: true },
      { name: 'peg', type: 'integer', min: 1, max: 9, default: 1, unique: true },
      { name: 'returnedAt', type: 'instant' },
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
    name: 'fact',
    operations: ['get'],
    access: { read: 'public', write: 'role:admin' },
    fields: [title],
  },
  ...fieldSpecs,
]

/** All of them with a page of the web app where there can be one. */
export const matrix: Spec[] = specs.map((spec) => ({
  ...spec,
  page: spec.operations?.includes('list') !== false && spec.access?.credentials?.includes('jwt') !== false,
}))
