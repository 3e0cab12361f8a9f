/** A mistake in a spec, or a reason why the project cannot have it. */
export interface Issue {
  /** Where in the spec: `['fields', 2, 'default']`. */
  path: readonly PropertyKey[]
  message: string
  /** What to write instead. */
  suggestion?: string | undefined
}

/** One line: `fields[2].default (dueAt): must be a date (try "2026-01-31")`. */
export function lineOf({ path, message, suggestion }: Issue, spec: unknown): string {
  const place = path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`
    return text ? `${text}.${String(part)}` : String(part)
  }, '')
  const name = nameAt(path, spec)
  const where = name === undefined ? place || 'spec' : `${place} (${name})`
  const hint = suggestion === undefined ? '' : ` (try ${JSON.stringify(suggestion)})`
  return `${where}: ${message}${hint}`.replaceAll(/\s*\n\s*/g, ' ')
}

/** The name of the field or action that a path leads into. */
function nameAt([list, index]: readonly PropertyKey[], spec: unknown): string | undefined {
  if (typeof index !== 'number' || (list !== 'fields' && list !== 'actions')) return undefined
  if (typeof spec !== 'object' || spec === null) return undefined
  const items: unknown = Reflect.get(spec, list)
  const item: unknown = Array.isArray(items) ? items[index] : undefined
  const name: unknown = typeof item === 'object' && item !== null ? Reflect.get(item, 'name') : undefined
  return typeof name === 'string' ? name : undefined
}
