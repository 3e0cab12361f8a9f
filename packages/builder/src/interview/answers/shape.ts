import { parseAst } from 'rolldown/parseAst'
import { finite, parseFinite } from './scalars.ts'

/** JSON as zod's `z.json()` has it. */
type Json = string | number | boolean | null | Json[] | { [key: string]: Json }
type Schema = Record<string, Json>

type Statement = ReturnType<typeof parseAst>['body'][number]
type Type = Extract<Statement, { type: 'TSTypeAliasDeclaration' }>['typeAnnotation']
type Member = Extract<Type, { type: 'TSTypeLiteral' }>['members'][number]

/**
 * Reads the shape of a json field: a JSON Schema, or a type as TypeScript writes it, in which `integer` is a whole number.
 * @throws Error that says what is not understood
 */
export function shapeOf(text: string): Schema {
  if (text === '') throw new Error('A json field needs a shape')
  const schema = jsonSchemaOf(text)
  if (schema) return schema
  return schemaOf(typeOf(text))
}

/** `{"type": "string"}` is a JSON Schema, and so is everything else that is JSON and an object. */
function jsonSchemaOf(text: string): Schema | undefined {
  try {
    const value = parseFinite(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Schema)
      : undefined
  } catch {
    return undefined
  }
}

function typeOf(text: string): Type {
  let statements: readonly Statement[]
  try {
    statements = parseAst(`type Shape = ${text}`, { lang: 'ts' }).body
  } catch {
    throw new Error('Not a type: write { street: string, zip?: string }, string[] or the like')
  }
  const [statement, ...more] = statements
  if (statement?.type !== 'TSTypeAliasDeclaration' || more.length > 0) throw new Error('Write one type')
  return statement.typeAnnotation
}

function schemaOf(type: Type): Schema {
  switch (type.type) {
    case 'TSStringKeyword':
      return { type: 'string' }
    case 'TSNumberKeyword':
      return { type: 'number' }
    case 'TSBooleanKeyword':
      return { type: 'boolean' }
    case 'TSNullKeyword':
      return { type: 'null' }
    case 'TSLiteralType':
      return { const: literalOf(type.literal) }
    case 'TSParenthesizedType':
      return schemaOf(type.typeAnnotation)
    case 'TSArrayType':
      return { type: 'array', items: schemaOf(type.elementType) }
    case 'TSTypeLiteral':
      return objectOf(type.members)
    case 'TSUnionType':
      return unionOf(type.types.map(schemaOf))
    case 'TSTypeReference':
      return referenceOf(type)
    default:
      throw new Error(
        'Of types there are string, number, integer, boolean, null, values, lists T[], objects, Record<string, T> and unions',
      )
  }
}

function objectOf(members: readonly Member[]): Schema {
  const properties: Record<string, Json> = {}
  const required: string[] = []
  for (const member of members) {
    if (member.type !== 'TSPropertySignature' || !member.typeAnnotation)
      throw new Error('Each property needs a type')
    const name =
      member.key.type === 'Identifier'
        ? member.key.name
        : 'value' in member.key
          ? String(member.key.value)
          : undefined
    if (name === undefined || name === '__proto__' || member.computed)
      throw new Error('A property has a plain name')
    properties[name] = schemaOf(member.typeAnnotation.typeAnnotation)
    if (!member.optional) required.push(name)
  }
  return { type: 'object', properties, required, additionalProperties: false }
}

function unionOf(schemas: Schema[]): Schema {
  const constants = schemas.flatMap((schema) => ('const' in schema ? [schema.const ?? null] : []))
  if (constants.length === schemas.length) return { enum: constants }
  // Exactly one fits where a property tells which: its value differs in each.
  return tagOf(schemas) ? { oneOf: schemas } : { anyOf: schemas }
}

/** The property that every object of a union has, each with a value of its own. */
export function tagOf(schemas: readonly Schema[]): string | undefined {
  const tags = schemas.map((schema) => {
    const properties = typeof schema.properties === 'object' ? Object.entries(schema.properties ?? {}) : []
    return new Map(
      properties.flatMap(([name, of]) =>
        typeof of === 'object' && of !== null && 'const' in of
          ? [[name, JSON.stringify(of.const)] as const]
          : [],
      ),
    )
  })
  const names = [...(tags[0]?.keys() ?? [])]
  return names.find((name) => {
    const values = tags.map((tag) => tag.get(name))
    return values.every((value) => value !== undefined) && new Set(values).size === values.length
  })
}

function referenceOf(type: Extract<Type, { type: 'TSTypeReference' }>): Schema {
  const name = type.typeName.type === 'Identifier' ? type.typeName.name : ''
  const [first, second] = type.typeArguments?.params ?? []
  if (name === 'integer' && !first) return { type: 'integer' }
  if (name === 'Array' && first && !second) return { type: 'array', items: schemaOf(first) }
  if (name === 'Record' && first?.type === 'TSStringKeyword' && second) {
    return { type: 'object', additionalProperties: schemaOf(second) }
  }
  throw new Error(`There is no type ${name || 'of that name'} here: write out what it is`)
}

function literalOf(literal: Extract<Type, { type: 'TSLiteralType' }>['literal']): Json {
  if (literal.type === 'Literal') {
    const { value } = literal
    if (typeof value === 'number') return finite(value)
    if (typeof value === 'string' || typeof value === 'boolean') return value
  }
  if (literal.type === 'UnaryExpression' && literal.operator === '-' && literal.argument.type === 'Literal') {
    return finite(-Number(literal.argument.value))
  }
  throw new Error('A value is a string, a number, true or false')
}
