/** A JSON Schema, or a part of one. */
export type Shape = Record<string, unknown>

/** What a json field's `shape` says that cannot be held to. */
export class ShapeError extends Error {
  /** `at` leads to the part: `/properties/kind`. */
  constructor(at: string, message: string) {
    super(`shape${at}: ${message}`)
  }
}

export function isShape(value: unknown): value is Shape {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The name under which each of the objects has another constant. */
export function tagOf(parts: readonly unknown[]): string | undefined {
  const constants = parts.map((part) => {
    if (!isShape(part) || !isShape(part.properties) || !Array.isArray(part.required)) return new Map()
    const { properties, required } = part
    return new Map(
      Object.entries(properties).flatMap(([name, shape]) =>
        isShape(shape) && typeof shape.const === 'string' && required.includes(name)
          ? [[name, shape.const] as const]
          : [],
      ),
    )
  })
  return [...(constants[0]?.keys() ?? [])].find(
    (name) =>
      new Set(constants.map((of, i) => of.get(name) ?? i)).size === parts.length &&
      constants.every((of) => of.has(name)),
  )
}
