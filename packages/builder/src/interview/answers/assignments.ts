import { capitalized } from '../../spec/names.ts'

export type Literal = string | number | boolean | null

/** Reads `archived = true, reason = "done"`: fields and JSON values, or words. @returns undefined where it is not that */
export function assignmentsOf(text: string): Record<string, Literal> | undefined {
  const found: Record<string, Literal> = {}
  let rest = text.trim()
  while (rest !== '') {
    const match = /^([a-z][a-zA-Z0-9]{0,49})\s*=\s*("(?:[^"\\]|\\.)*"|[^,"]+?)\s*(?:,\s*|$)/.exec(rest)
    const [all, field, value] = match ?? []
    if (all === undefined || field === undefined || value === undefined || Object.hasOwn(found, field))
      return undefined
    found[field] = literalOf(value)
    rest = rest.slice(all.length)
  }
  return Object.keys(found).length > 0 ? found : undefined
}

export function assignmentsText(set: Readonly<Record<string, Literal>>): string {
  return Object.entries(set)
    .map(([field, value]) => `${field} = ${isBareWord(value) ? value : JSON.stringify(value)}`)
    .join(', ')
}

const isBareWord = (value: Literal) =>
  typeof value === 'string' && literalOf(value) === value && /^\w+$/.test(value)

/** What an action most likely sets: `archive` sets `archived = true`, `unpin` sets `pinned = false`. */
export function likelyAssignment(action: string): string {
  const undone = /^un([a-z]{3,})$/.exec(action)?.[1]
  return undone ? `${participle(undone)} = false` : `${participle(action)} = true`
}

function participle(verb: string): string {
  const [first = '', ...rest] = verb.match(/[A-Z]?[^A-Z]+|[A-Z]/g) ?? [verb]
  if (rest.length > 0) return `is${capitalized(verb)}`
  if (first.endsWith('e')) return `${first}d`
  return /^[^aeiou]*[aeiou][^aeiouwxy]$/.test(first) ? `${first}${first.at(-1)}ed` : `${first}ed`
}

function literalOf(text: string): Literal {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'number' && !Number.isFinite(value)) return text
    return typeof value === 'object' && value !== null ? text : (value as Literal)
  } catch {
    return text
  }
}
