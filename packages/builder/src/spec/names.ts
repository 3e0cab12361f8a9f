import { pluralize } from 'inflection'
import { sqlName } from './sql-names.ts'

/** What one name is called in every place, from its singular and plural in camelCase: `shoppingList`, `shoppingLists`. */
export interface NamesOf {
  /** `shoppingList`: the router's key, and the name in specs. */
  one: string
  /** `shoppingLists` */
  many: string
  /** `ShoppingList`: the model, and the schema in documents. */
  Model: string
  /** `ShoppingLists` */
  Models: string
  /** `shopping_lists`: the table. */
  table: string
  /** `shopping-lists`: the path, the tag and the scope. */
  path: string
  /** `shopping-list`: the folder. */
  folder: string
  /** `shopping list`: in messages. */
  words: string
  /** `shopping lists` */
  manyWords: string
}

export function namesOf(one: string, many: string): NamesOf {
  return {
    one,
    many,
    Model: capitalized(one),
    Models: capitalized(many),
    table: sqlName(snakeCase(many)),
    path: kebabCase(many),
    folder: kebabCase(one),
    words: wordsOf(one).join(' '),
    manyWords: wordsOf(many).join(' '),
  }
}

/** The usual plural of an English word in camelCase. Only a suggestion: a spec may say another. */
export function plural(one: string): string {
  const words = partsOf(one)
  const last = words.at(-1) ?? one
  return [...words.slice(0, -1), pluralize(last)].join('')
}

/** `dueAt2` is `due`, `At2`. */
const partsOf = (name: string): string[] => name.match(/[A-Z]?[^A-Z]+|[A-Z]/g) ?? [name]
const wordsOf = (name: string) => partsOf(name).map((word) => word.toLowerCase())

export const snakeCase = (name: string) => wordsOf(name).join('_')
export const kebabCase = (name: string) => wordsOf(name).join('-')
export const capitalized = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
export const uncapitalized = (text: string) => text.charAt(0).toLowerCase() + text.slice(1)

/** The name in camelCase that a text is nearest to: `dueAt` for `due_at` and `Due at`. Undefined where nothing is left. */
export function camelCase(text: string): string | undefined {
  const [first = '', ...rest] = text.split(/[^a-zA-Z0-9]+/).filter(Boolean)
  const joined = uncapitalized(first) + rest.map(capitalized).join('')
  return uncapitalized(joined.replace(/^\d+/, '').slice(0, 50)) || undefined
}
