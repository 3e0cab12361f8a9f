import { describe, expect, test } from 'vitest'
import { Imports } from '../source.ts'
import { sampleOfShape } from './sample-of-shape.ts'
import { schemaOfShape } from './schema-of-shape.ts'
import type { Shape } from './shape.ts'
import { zodOfShape } from './zod-of-shape.ts'

/** A shape, values that have it, and values that do not. */
type Case = [shape: Shape, valid: unknown[], invalid: unknown[]]

const LISTED: Case[] = [
  [{ type: 'boolean' }, [true], [0, null]],
  [{ type: 'null' }, [null], [0, undefined]],
  [{ type: ['string', 'null'] }, ['a', '', null], [1]],
  [{ type: 'string', minLength: 2, maxLength: 3 }, ['ab', 'abc'], ['a', 'abcd']],
  [{ type: 'string', maxLength: 2 }, ['ab'], ['abc']],
  [{ type: 'string' }, ['x'.repeat(10_000)], ['x'.repeat(10_001)]],
  [{ type: 'string', pattern: '^a+$', examples: ['aa'] }, ['a', 'aaa'], ['b', '']],
  [{ type: 'string', format: 'date' }, ['2024-02-29'], ['2025-02-29', '1']],
  [{ type: 'string', format: 'date-time' }, ['2026-01-01T00:00:00+02:00'], ['2026-01-01']],
  [{ type: 'string', format: 'time' }, ['12:00:00'], ['25:00:00']],
  [{ type: 'string', format: 'email' }, ['ada@example.com'], ['ada']],
  [{ type: 'string', format: 'uri' }, ['https://example.com/'], ['nowhere']],
  [{ type: 'string', format: 'uuid' }, ['01980000-0000-7000-8000-000000000001'], ['1']],
  [{ type: 'integer', minimum: 1, maximum: 5 }, [1, 5], [0, 6, 1.5]],
  [{ type: 'integer', minimum: 4, multipleOf: 3 }, [6, 9], [3, 7]],
  [{ type: 'integer', maximum: -2 }, [-2, -3], [-1]],
  [{ type: 'number', exclusiveMinimum: 1, exclusiveMaximum: 2 }, [1.5], [1, 2]],
  [{ type: 'number', exclusiveMaximum: 0 }, [-0.5], [0]],
  [{ type: 'number' }, [0.1, -2], ['0', null]],
  [{ const: 'a' }, ['a'], ['b']],
  [{ const: 3 }, [3], [4, '3']],
  [{ enum: ['a', 'b'] }, ['a', 'b'], ['c']],
  [{ enum: [1, 'a', null, false] }, [1, 'a', null, false], [0, 'b', true]],
  [
    { type: 'array', items: { type: 'integer' }, minItems: 1, maxItems: 2 },
    [[1], [1, 2]],
    [[], [1, 2, 3], ['1']],
  ],
  [{ type: 'array', items: { type: 'boolean' } }, [[]], [Array(1001).fill(true)]],
  [
    { type: 'array', items: { type: 'array', items: { type: 'integer' } }, uniqueItems: true },
    [[[1], [2]]],
    [[[1], [1]]],
  ],
  [{ properties: { a: { type: 'integer' } } }, [{}, { a: 1 }], [{ b: 1 }, { a: '1' }]],
  [
    { type: 'object', properties: { a: { type: 'integer' }, 'b c': { type: 'boolean' } }, required: ['a'] },
    [{ a: 1 }, { a: 1, 'b c': true }],
    [{}, { 'b c': true }, { a: 1, c: 1 }],
  ],
  [{ type: 'object' }, [{}], [{ a: 1 }, []]],
  [
    { type: 'object', properties: { a: { type: 'null' } }, additionalProperties: true },
    [{ b: 1 }],
    [{ a: 1 }],
  ],
  [{ type: 'object', additionalProperties: true, required: ['a'] }, [{ a: null }], [[]]],
  [{ type: 'object', additionalProperties: { type: 'integer' } }, [{}, { a: 1 }], [{ a: 'x' }]],
  [
    { type: 'object', properties: { a: { type: 'boolean' } }, additionalProperties: { type: 'integer' } },
    [{ a: true, b: 1 }],
    [{ a: 1 }, { b: true }],
  ],
  [{ anyOf: [{ type: 'integer' }, { type: 'boolean' }] }, [1, true], ['1']],
  [{ oneOf: [{ type: 'integer' }] }, [1], [true]],
  [
    {
      oneOf: ['circle', 'square'].map((kind) => ({
        type: 'object',
        properties: { kind: { const: kind }, [kind]: { type: 'integer' } },
        required: ['kind', kind],
      })),
    },
    [
      { kind: 'circle', circle: 1 },
      { kind: 'square', square: 1 },
    ],
    [{ kind: 'circle', square: 1 }, { kind: 'line' }],
  ],
  [
    {
      type: 'array',
      items: { $ref: '#/$defs/point' },
      minItems: 2,
      $defs: { point: { type: 'object', properties: { x: { type: 'number' } }, required: ['x'] } },
    },
    [[{ x: 1 }, { x: 2 }]],
    [[{ x: 1 }], [{ x: 1 }, {}]],
  ],
]

describe('a shape', () => {
  test.each(LISTED)('%j', (shape, valid, invalid) => {
    const schema = schemaOfShape(shape)
    for (const value of valid) expect(schema.safeParse(value).error, JSON.stringify(value)).toBeUndefined()
    for (const value of invalid) expect(schema.safeParse(value).success, JSON.stringify(value)).toBe(false)
  })

  test.each(LISTED)('has an example of %j', (shape) => {
    const sample = sampleOfShape(shape)
    expect(schemaOfShape(shape).safeParse(sample).error, JSON.stringify(sample)).toBeUndefined()
  })
})

describe('a shape is refused', () => {
  test.each<[Shape, string]>([
    [{ type: 'nothing' }, 'needs `type`'],
    [{}, 'needs `type`'],
    [{ type: ['string', 'integer'] }, 'needs `type`'],
    [{ type: 'string', format: 'colour' }, 'must be one of date-time'],
    [{ type: 'string', pattern: '(' }, 'Invalid regular expression'],
    [{ type: 'string', pattern: 1 }, 'must be a regular expression'],
    [{ type: 'string', minLength: -1 }, 'must be a whole number, 0 or more'],
    [{ type: 'integer', minimum: '1' }, 'must be a number'],
    [{ type: 'integer', contentEncoding: 'x' }, 'the keyword contentEncoding is not supported here'],
    [{ allOf: [{ type: 'object' }] }, 'the keyword allOf is not supported here'],
    [{ not: { type: 'null' } }, 'the keyword not is not supported here'],
    [{ type: 'array', prefixItems: [{ type: 'integer' }] }, 'the keyword prefixItems is not supported here'],
    [
      { type: 'object', properties: { a: { type: 'object', patternProperties: {} } } },
      'shape/properties/a: the keyword patternProperties is not supported here',
    ],
    [
      { $ref: '#/$defs/a', minLength: 3, $defs: { a: { type: 'string' } } },
      'the keyword minLength is not supported here',
    ],
    [{ enum: [] }, 'must be a list of values'],
    [{ const: { a: 1 } }, 'a constant must be a string'],
    [{ type: 'array' }, 'must be a JSON Schema, as an object'],
    [{ type: 'object', properties: [] }, 'must be an object'],
    [{ type: 'object', required: 'a' }, 'must be a list of names'],
    [{ type: 'object', required: ['a'] }, 'names a, which is not among the properties'],
    [{ anyOf: [] }, 'must be a list of JSON Schemas'],
    [{ $ref: '#/$defs/none' }, 'is not in the shape'],
    [
      { $ref: '#/$defs/tree', $defs: { tree: { type: 'array', items: { $ref: '#/$defs/tree' } } } },
      'contains itself',
    ],
  ])('%j', (shape, line) => {
    expect(() => zodOfShape(shape, new Imports())).toThrow(line)
  })

  test('for want of an example, where a pattern has none', () => {
    expect(() => sampleOfShape({ type: 'string', pattern: '^a$' })).toThrow('in `examples`')
  })
})
