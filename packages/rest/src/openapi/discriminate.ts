import { mapInside } from './map-schemas.ts'
import type { JsonSchema } from './types.ts'

const PREFIX = '#/components/schemas/'

/**
 * Completes the discriminators of unions in named schemas. OpenAPI's discriminator maps values to names, so alternatives
 * without a name become schemas of their own: the alternative `create` in `BulkTasks` is `BulkTasksCreate`.
 */
export function nameAlternatives(schemas: Map<string, JsonSchema>): void {
  // Schemas that are added on the way are visited too.
  for (const [name, schema] of schemas) schemas.set(name, walk(schema, name, schemas))
  for (const [name, schema] of schemas) schemas.set(name, mapDiscriminators(schema, schemas))
}

function walk(schema: JsonSchema, owner: string, schemas: Map<string, JsonSchema>): JsonSchema {
  const walked = mapInside(schema, (inner) => walk(inner, owner, schemas))
  const property = discriminatorOf(walked)
  if (property === undefined || !walked.oneOf) return walked
  return { ...walked, oneOf: walked.oneOf.map((alternative) => named(alternative, property, owner, schemas)) }
}

function named(
  alternative: JsonSchema,
  property: string,
  owner: string,
  schemas: Map<string, JsonSchema>,
): JsonSchema {
  const [value] = valuesOf(alternative, property)
  if (alternative.$ref !== undefined || value === undefined) return alternative
  const name = freeName(owner + pascalCase(value), alternative, schemas)
  schemas.set(name, alternative)
  return { $ref: PREFIX + name }
}

function freeName(wanted: string, schema: JsonSchema, schemas: Map<string, JsonSchema>): string {
  const isTaken = (name: string) =>
    schemas.has(name) && JSON.stringify(schemas.get(name)) !== JSON.stringify(schema)
  let name = wanted
  for (let n = 2; isTaken(name); n++) name = `${wanted}${n}`
  return name
}

function mapDiscriminators(schema: JsonSchema, schemas: Map<string, JsonSchema>): JsonSchema {
  const mapped = mapInside(schema, (inner) => mapDiscriminators(inner, schemas))
  const property = discriminatorOf(mapped)
  if (property === undefined) return mapped
  const { discriminator: _, ...without } = mapped
  const pairs = (mapped.oneOf ?? []).flatMap(({ $ref }) => {
    const target = schemas.get($ref?.slice(PREFIX.length) ?? '')
    return target && $ref !== undefined
      ? valuesOf(target, property).map((value) => [value, $ref])
      : [undefined]
  })
  // A discriminator that leaves out an alternative would be wrong.
  if (pairs.includes(undefined)) return without
  const mapping = Object.fromEntries(pairs as [string, string][])
  return { ...without, discriminator: { propertyName: property, mapping } }
}

function discriminatorOf({ discriminator, oneOf }: JsonSchema): string | undefined {
  if (!oneOf || typeof discriminator !== 'object' || discriminator === null) return undefined
  return 'propertyName' in discriminator ? String(discriminator.propertyName) : undefined
}

/** The texts of a property that say which alternative a schema is. */
function valuesOf({ properties }: JsonSchema, property: string): string[] {
  const { const: value, enum: values } = properties?.[property] ?? {}
  return [value, ...(Array.isArray(values) ? values : [])].filter((held) => typeof held === 'string')
}

/** `due-date` and `due_date` are `DueDate`. */
export function pascalCase(text: string): string {
  return text.replaceAll(/(?:^|[^A-Za-z0-9]+)([A-Za-z0-9]?)/g, (_, first: string) => first.toUpperCase())
}
