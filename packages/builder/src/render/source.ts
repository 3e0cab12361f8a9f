/** Collects the imports of a file, so that it has those that its code uses, and no others. */
export class Imports {
  readonly #modules = new Map<string, Set<string>>()

  /** Returns the name, to be used in code. */
  use(module: string, name: string): string {
    const names = this.#modules.get(module) ?? new Set()
    this.#modules.set(module, names.add(name))
    return name
  }

  /** A name that only types use. */
  type(module: string, name: string): string {
    this.use(module, `type ${name}`)
    return name
  }

  toString(): string {
    return [...this.#modules]
      .map(([module, names]) => `${clause([...names])} from '${module}'\n`)
      .sort()
      .join('')
  }
}

function clause(names: string[]): string {
  const isType = names.every((name) => name.startsWith('type '))
  const all = isType ? names.map((name) => name.slice('type '.length)) : names
  return `import ${isType ? 'type ' : ''}{ ${all.sort().join(', ')} }`
}

/** A literal of a JSON value. */
export function literal(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`
  if (typeof value === 'string') return quoted(value)
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([name, item]) => `${key(name)}: ${literal(item)}`)
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`
  }
  return typeof value === 'number' ? number(value) : JSON.stringify(value)
}

/** A string literal: JSON's escapes are JavaScript's. The formatter chooses the quotes. */
export const quoted = (text: string) =>
  JSON.stringify(text).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')

/** The name of a property. */
export function key(name: string): string {
  // `__proto__: …` in a literal would set the prototype.
  if (name === '__proto__') return `['__proto__']`
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name)
}

/** `10_000`: digits in groups where there are five or more, as it is done here. */
export function number(value: number): string {
  const text = String(value)
  return /^-?\d{5,}$/.test(text) ? text.replaceAll(/\B(?=(\d{3})+$)/g, '_') : text
}

/** `a, b and c` */
export function listed(items: readonly string[]): string {
  if (items.length < 2) return items.join('')
  return `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`
}

/** `an order`, `a note` */
export const withArticle = (words: string) => `${/^[aeiou]/.test(words) ? 'an' : 'a'} ${words}`
