import { expect, it } from 'vitest'
import { z } from 'zod'
import { shapeOf } from './shape.ts'

const STRING = { type: 'string' }

it.each<[string, object]>([
  ['string[]', { type: 'array', items: STRING }],
  ['Array<integer>', { type: 'array', items: { type: 'integer' } }],
  ['Record<string, number>', { type: 'object', additionalProperties: { type: 'number' } }],
  [
    "{ street: string, 'zip-code'?: string | null }",
    {
      type: 'object',
      properties: { street: STRING, 'zip-code': { anyOf: [STRING, { type: 'null' }] } },
      required: ['street'],
      additionalProperties: false,
    },
  ],
  ["'a' | 'b' | -1", { enum: ['a', 'b', -1] }],
  ['(boolean)', { type: 'boolean' }],
  ['true | 1.5', { enum: [true, 1.5] }],
  ['{"type": "string", "maxLength": 3}', { type: 'string', maxLength: 3 }],
])('reads %s', (text, schema) => {
  expect(shapeOf(text)).toEqual(schema)
  expect(() => z.fromJSONSchema(shapeOf(text))).not.toThrow()
})

it('tells the objects of a union by their tag', () => {
  const schema = shapeOf("{ kind: 'card', last: string } | { kind: 'cash', change?: number }")
  expect(Object.keys(schema)).toEqual(['oneOf'])
  const payment = z.fromJSONSchema(schema)
  expect(payment.safeParse({ kind: 'cash' }).success).toBe(true)
  expect(payment.safeParse({ kind: 'card' }).success).toBe(false)
  expect(payment.safeParse({ kind: 'cash', last: '1' }).success).toBe(false)
})

it.each([
  ['', 'needs a shape'],
  ['1e999', 'too large'],
  ["'a' | -1e999", 'too large'],
  ['{"type": "number", "maximum": 1e999}', 'too large'],
  ['{ street: }', 'Not a type'],
  ['string; type Other = number', 'Write one type'],
  ['Date', 'no type Date'],
  ['() => void', 'Of types there are'],
  ['{ [key: string]: string }', 'needs a type'],
  ['[1]', 'Of types there are'],
  ["{ '__proto__': string }", 'name'],
  ['a.b', 'There is no type of that name here'],
])('refuses %j in words', (text, words) => {
  expect(() => shapeOf(text)).toThrow(words)
})
