import { definition, objectShape, type Schema, type Shape, unwrap } from './shape.ts'

/**
 * What of a field's schema no name in a query or a form can spell, in words for whoever wrote the schema; undefined where
 * everything can be spelled. Text, lists of text and objects of both can be spelled, and nothing deeper.
 */
export function unspellable(schema: Schema): string | undefined {
  return unspellableAt(schema, 'anywhere')
}

function unspellableAt(schema: Schema, place: 'anywhere' | 'in an object' | 'in a list'): string | undefined {
  const def = definition(schema)
  switch (def.type) {
    case 'array':
      return inList(place, [def.element])
    case 'set':
      return inList(place, [def.valueType])
    case 'tuple':
      return inList(place, [...def.items, ...(def.rest ? [def.rest] : [])])
    case 'union': {
      // One alternative that can be spelled is enough.
      const reasons = def.options.map((option) => unspellableAt(option, place))
      return reasons.includes(undefined) ? undefined : reasons[0]
    }
    case 'object':
    case 'record':
      return inObject(schema, place)
    case 'map':
    case 'function':
    case 'symbol':
    case 'file':
      return `a ${def.type}`
    case 'lazy':
      // Inside a list or an object it could be the schema that is being looked at, again and again.
      return place === 'anywhere' ? unspellableAt(def.getter(), place) : undefined
    default: {
      const inner = unwrap(schema)
      return inner && unspellableAt(inner, place)
    }
  }
}

function inList(place: string, items: readonly Schema[]): string | undefined {
  if (place === 'in a list') return 'a list in a list'
  return items.map((item) => unspellableAt(item, 'in a list')).find((reason) => reason !== undefined)
}

function inObject(schema: Schema, place: string): string | undefined {
  if (place !== 'anywhere') return `an object ${place}`
  for (const shape of objectShapes(schema)) {
    const properties = [...shape.fields.values()].flatMap(({ schemas }) => schemas)
    for (const property of shape.rest ? [...properties, shape.rest] : properties) {
      const reason = unspellableAt(property, 'in an object')
      if (reason !== undefined) return reason
    }
  }
  return undefined
}

/** The shapes of the objects that a schema takes: one for each branch of a union that is an object. */
export function objectShapes(schema: Schema): Shape[] {
  const def = definition(schema)
  if (def.type === 'union') return def.options.flatMap(objectShapes)
  if (def.type === 'object' || def.type === 'record' || def.type === 'intersection') {
    const shape = objectShape(schema)
    return shape ? [shape] : []
  }
  const inner = unwrap(schema)
  return inner ? objectShapes(inner) : []
}
