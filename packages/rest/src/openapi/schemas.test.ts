import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { document } from '../testing/task-document.ts'
import { createSchemaRegistry } from './schemas.ts'

it('has one component where input and output look the same, and two where they differ', () => {
  expect(Object.keys(document.components.schemas)).toEqual(
    expect.arrayContaining(['Status', 'Tag', 'Task', 'TaskInput']),
  )
  expect(document.components.schemas).not.toHaveProperty('TagInput')
  const { Task: output, TaskInput: input } = document.components.schemas
  expect(output?.required).toEqual(['id', 'status', 'dueAt', 'at', 'version'])
  expect(input?.required).toEqual(['id', 'dueAt', 'at', 'version'])
  expect(output?.properties?.id).toMatchObject({ description: 'Chosen by the client', format: 'uuid' })
  expect(output?.properties?.at).toEqual({ type: 'string', format: 'date-time' })
  expect(output?.additionalProperties).toBeUndefined()
})

const Kind = z.enum(['a', 'b']).meta({ id: 'Kind' })
const instant = z.iso.datetime().transform((text) => new Date(text))

/** A schema as the document has it, with the components that it refers to. */
function convert(
  schema: z.ZodType,
  side: 'input' | 'output' = 'input',
  version: '3.1.0' | '3.0.3' = '3.1.0',
) {
  const registry = createSchemaRegistry(version)
  const converted = registry.convert(schema, side)
  return registry.finish(converted).document
}

it('keeps what the schema says about itself where JSON has another form', () => {
  expect(convert(z.bigint().meta({ description: 'Satoshi', example: '21' }), 'output')).toEqual({
    type: 'string',
    pattern: '^-?[0-9]+$',
    description: 'Satoshi',
    example: '21',
  })
})

describe('a schema is written as generators understand it best', () => {
  it.each<[string, z.ZodType, object]>([
    ['null as one of its types', z.string().max(5).nullable(), { type: ['string', 'null'], maxLength: 5 }],
    [
      'null beside a reference',
      Kind.nullable(),
      { anyOf: [{ $ref: '#/components/schemas/Kind' }, { type: 'null' }] },
    ],
    [
      'several types as alternatives',
      z.array(z.union([z.string(), z.int()])),
      { type: 'array', items: { anyOf: [{ type: 'string' }, { type: 'integer' }] } },
    ],
    [
      'a default beside a reference',
      Kind.default('a'),
      { default: 'a', allOf: [{ $ref: '#/components/schemas/Kind' }] },
    ],
    [
      'a default in front of a transform',
      instant.nullable().default(null),
      expect.objectContaining({ type: ['string', 'null'], default: null }),
    ],
    [
      'a record of known keys as properties',
      z.record(Kind, z.int()),
      {
        type: 'object',
        properties: { a: { type: 'integer' }, b: { type: 'integer' } },
        required: ['a', 'b'],
      },
    ],
  ])('%s', (_, schema, expected) => {
    expect(convert(schema)).toEqual(expected)
  })

  it('for OpenAPI 3.0', () => {
    expect(convert(z.string().nullable(), 'input', '3.0.3')).toEqual({ type: 'string', nullable: true })
    expect(convert(Kind.nullable(), 'input', '3.0.3')).toEqual({
      type: 'string',
      nullable: true,
      allOf: [{ $ref: '#/components/schemas/Kind' }],
    })
    expect(convert(z.string().meta({ examples: ['a', 'b'] }), 'input', '3.0.3')).toEqual({
      type: 'string',
      example: 'a',
    })
    const named = z.object({ examples: z.string(), default: z.string() })
    expect(Object.keys(convert(named, 'input', '3.0.3').properties ?? {})).toEqual(['examples', 'default'])
    expect(convert(z.literal('a'), 'input', '3.0.3')).toEqual({ type: 'string', enum: ['a'] })
    expect(convert(Kind.default('a'), 'input', '3.0.3')).toEqual({
      default: 'a',
      allOf: [{ $ref: '#/components/schemas/Kind' }],
    })
  })
})

it('alternatives without a name are named after what they are in', () => {
  const registry = createSchemaRegistry('3.1.0')
  const kinds = z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('due-date'), at: z.string() }),
    z.object({ kind: z.literal('tag') }).meta({ id: 'TagKind' }),
  ])
  registry.convert(z.object({ list: z.array(kinds) }).meta({ id: 'Found' }), 'output')
  const { schemas } = registry.finish({})
  expect(Object.keys(schemas)).toEqual(['Found', 'FoundDueDate', 'TagKind'])
  expect(schemas.Found?.properties?.list?.items?.discriminator).toEqual({
    propertyName: 'kind',
    mapping: { 'due-date': '#/components/schemas/FoundDueDate', tag: '#/components/schemas/TagKind' },
  })
})
