import { type Field, takesMany } from '../route/shape.ts'
import { objectShapes } from '../route/spelling.ts'

/** The field that a bracketed name sets, and its property where the field is an object. */
export interface Bracketed {
  field: string
  property?: string
}

// Assigning these would reach the prototype instead of adding a property.
const UNSAFE_PROPERTIES = new Set(['__proto__', 'constructor', 'prototype'])

const BRACKETED = /^([^[\]]+)\[([^[\]]*)\](\[\])?$/

/**
 * Compiles the reading of bracketed names in queries and forms: `filter[a]` is the property `a` of the field `filter`, which
 * OpenAPI calls `deepObject`, and `tag[]` is another spelling of the list `tag`.
 */
export function compileBrackets(fields: ReadonlyMap<string, Field>): (name: string) => Bracketed | undefined {
  const lists = new Set(
    [...fields].filter(([, { schemas }]) => schemas.some(takesMany)).map(([name]) => name),
  )
  const objects = new Map([...fields].map(([name, { schemas }]) => [name, schemas.flatMap(objectShapes)]))

  return (name) => {
    const [, field, property, list] = BRACKETED.exec(name) ?? []
    if (field === undefined || property === undefined) return undefined
    if (property === '') return lists.has(field) && list === undefined ? { field } : undefined
    if (UNSAFE_PROPERTIES.has(property)) return undefined
    const isKnown = objects.get(field)?.some((shape) => {
      const schemas = shape.fields.get(property)?.schemas ?? (shape.rest ? [shape.rest] : [])
      return schemas.some((schema) => list === undefined || takesMany(schema))
    })
    return isKnown ? { field, property } : undefined
  }
}
