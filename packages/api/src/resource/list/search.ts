import { likePattern } from '../../core/fields/text.ts'
import type { Values } from '../statement.ts'
import type { Condition } from './list-statement.ts'

/** The words to look for. One that is part of another is found with it, and each costs as much as all others. */
export function wordsOf(q: string): string[] {
  const words = [...new Set(q.split(/\s+/u).filter(Boolean))]
  return words.filter((word) => !words.some((other) => other !== word && other.includes(word)))
}

/** The conditions that every word of `q` is in one of the columns, without regard to case. */
export function mentions(values: Values, columns: readonly string[], q: string): Condition[] {
  return wordsOf(q).map((word) => {
    const pattern = values.as('text', `%${likePattern(word)}%`)
    const text = columns.map((name) => `fold_case(${name}) LIKE fold_case(${pattern})`).join(' OR ')
    return { text: `(${text})` }
  })
}
