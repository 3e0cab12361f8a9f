import { type Shape, ShapeError } from './shape.ts'

const FORMATS: Record<string, string> = {
  'date-time': '2026-01-01T00:00:00Z',
  date: '2026-01-01',
  time: '12:00:00',
  email: 'ada@example.com',
  uri: 'https://example.com/',
  uuid: '01980000-0000-7000-8000-000000000001',
}

/** A value that a JSON Schema describes, with what it requires. @throws {@link ShapeError} where a pattern has no example */
export function sampleOfShape(root: Shape): unknown {
  return sample(root, root, '')
}

function sample(shape: unknown, root: Shape, at: string): unknown {
  if (!isShape(shape)) throw new ShapeError(at, 'must be a JSON Schema, as an object')
  if (typeof shape.$ref === 'string') return sample(resolved(shape.$ref, root), root, at)
  if ('const' in shape) return shape.const
  for (const values of [shape.enum, shape.examples])
    if (Array.isArray(values) && values.length > 0) return values[0]
  const parts = shape.oneOf ?? shape.anyOf
  if (Array.isArray(parts)) return sample(parts[0], root, at)
  return sampleOfType(shape, root, at)
}

function sampleOfType(shape: Shape, root: Shape, at: string): unknown {
  const types = [shape.type ?? (shape.properties ? 'object' : 'null')].flat()
  switch (types.find((type) => type !== 'null') ?? 'null') {
    case 'object': {
      const properties = isShape(shape.properties) ? shape.properties : {}
      const required = Array.isArray(shape.required) ? shape.required : []
      return Object.fromEntries(
        required.map((name) => [
          name,
          sample(properties[name] ?? { type: 'null' }, root, `${at}/properties/${name}`),
        ]),
      )
    }
    case 'array':
      return Array.from({ length: Number(shape.minItems ?? 0) }, () =>
        sample(shape.items, root, `${at}/items`),
      )
    case 'string':
      return text(shape, at)
    case 'integer':
    case 'number':
      return number(shape)
    case 'boolean':
      return true
    default:
      return null
  }
}

function text({ format, maxLength, minLength, pattern }: Shape, at: string): string {
  if (typeof format === 'string') return FORMATS[format] ?? ''
  if (pattern !== undefined) throw new ShapeError(at, 'a pattern needs a text that fits it, in `examples`')
  const min = Number(minLength ?? 0)
  return 'text'.padEnd(min, '.').slice(0, Math.max(min, Math.min(Number(maxLength ?? 4), Math.max(min, 4))))
}

function number({ exclusiveMaximum, exclusiveMinimum, maximum, minimum, multipleOf, type }: Shape): number {
  const step = Number(multipleOf ?? (type === 'integer' ? 1 : 0.5))
  const low = minimum ?? (exclusiveMinimum === undefined ? undefined : Number(exclusiveMinimum) + step)
  if (low !== undefined) return Math.ceil(Number(low) / step) * step
  const high = maximum ?? (exclusiveMaximum === undefined ? undefined : Number(exclusiveMaximum) - step)
  return high === undefined ? step : Math.floor(Number(high) / step) * step
}

function resolved(reference: string, root: Shape): unknown {
  return reference
    .split('/')
    .slice(1)
    .reduce<unknown>((part, name) => (isShape(part) ? part[name] : undefined), root)
}

function isShape(value: unknown): value is Shape {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
