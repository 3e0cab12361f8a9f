import { describe, expect, test } from 'vitest'
import { createChecker } from '../../testing/refusals.ts'
import type { FieldSpec } from '../spec.ts'

const { refusalOfFields } = createChecker()

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
      {
        name: 'a',
        type: 'json',
        shape: { type: 'array', items: { type: 'integer' }, minItems: 2, uniqueItems: true },
      },
      'shape (a): tests would give it [1,1], which does not have the shape: say what does in `examples`',
    ],
    [
      {
        name: 'a',
        type: 'json',
        shape: { type: 'object', properties: { b: { type: 'integer' } } },
        default: { c: 1 },
      },
      'default (a): does not have the shape',
    ],
    [{ name: 'a', type: 'json', shape: { type: 'nothing' } }, 'shape (a): needs `type` (object,'],
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
    [{ name: 'a', type: 'text', min: 5, default: 'four' }, 'default (a): must have at least 5 characters'],
    [{ name: 'a', type: 'integer', max: 3, default: 4 }, 'default (a): must be at most 3'],
    [{ name: 'a', type: 'text', min: -1 }, 'min (a): must be a number of characters, from 0 to 1,000,000'],
    [{ name: 'a', type: 'uuid', default: 'x' }, 'default (a): must be a UUID'],
    [{ name: 'a', type: 'boolean', default: 'yes' }, 'default (a): must be true or false'],
    [
      { name: 'a', type: 'json', shape: { type: 'integer' }, default: 'x' },
      'default (a): does not have the shape',
    ],
    [{ name: 'a', type: 'text', required: true, default: null }, 'default (a): cannot be null'],
    [{ name: 'a', type: 'text', min: 20_000 }, 'min (a): must be at most 10000'],
    [{ name: 'a', type: 'text', min: 600, sortable: true }, 'min (a): must be at most 500'],
    [
      { name: 'a', type: 'text', unique: true, default: 'x'.repeat(501) },
      'default (a): must have at most 500 characters',
    ],
    [
      { name: 'a', type: 'text', required: true, default: ' x' },
      'default (a): must not begin or end with white space',
    ],
    [{ name: 'a', type: 'boolean', unique: true }, 'unique (a): is not for fields of type "boolean"'],
    [
      { name: 'a', type: 'relation', to: 'note', required: true },
      'required (a): would ask of the first row that there is another one already',
    ],
  ])('%j', (field, line) => {
    expect(refusalOfFields(field)).toEqual([expect.stringContaining(line)])
  })
})
