import type { SchemaRegistry } from './schemas.ts'
import type { JsonSchema } from './types.ts'

type Resolve = SchemaRegistry['resolve']

/** The schema of a required value in a query or a form, where a list or an object with nothing in it is not there at all. */
export function notEmpty(schema: JsonSchema, resolve: Resolve): JsonSchema {
  const { type, prefixItems, minItems, required = [] } = resolve(schema)
  const alternatives = schema.anyOf?.map((branch) => notEmpty(branch, resolve))
  if (alternatives) return isSame(alternatives, schema.anyOf) ? schema : { ...schema, anyOf: alternatives }
  if (type === 'array') return prefixItems || Number(minItems) > 0 ? schema : { ...schema, minItems: 1 }
  return type === 'object' && required.length === 0 ? { ...schema, minProperties: 1 } : schema
}

/** The schema of an object whose properties are the fields of a form. The same schema if nothing is spelled otherwise. */
export function asForm(schema: JsonSchema, resolve: Resolve): JsonSchema {
  const target = resolve(schema)
  const changed: JsonSchema = {}
  for (const name of target.required ?? []) {
    const property = target.properties?.[name]
    const spelled = property && notEmpty(property, resolve)
    if (spelled !== property)
      changed.properties = { ...target.properties, ...changed.properties, [name]: spelled ?? {} }
  }
  for (const keyword of ['anyOf', 'oneOf', 'allOf'] as const) {
    const branches = target[keyword]
    const spelled = branches?.map((branch) => asForm(branch, resolve))
    if (spelled && !isSame(spelled, branches)) changed[keyword] = spelled
  }
  return Object.keys(changed).length === 0 ? schema : { ...target, ...changed }
}

function isSame(schemas: JsonSchema[], others: JsonSchema[] | undefined): boolean {
  return schemas.every((schema, index) => schema === others?.[index])
}
