import type { Spec } from '../spec/spec.ts'

/** The type of each computed field, by resource: what PostgreSQL says of them. */
export const computedTypes: Record<string, Record<string, string>> = {
  gadget: { label: 'text', total: 'numeric', isDear: 'boolean' },
  meter: { doubled: 'integer', until: 'timestamp with time zone', day: 'date', same: 'uuid' },
}

/** Resources that together have every type of field with every attribute. */
export const fieldSpecs: Spec[] = [
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
]
