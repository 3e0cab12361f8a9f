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
  const words = one.match(/[A-Z]?[^A-Z]+|[A-Z]/g) ?? [one]
  const last = words.at(-1) ?? one
  return [...words.slice(0, -1), pluralize(last)].join('')
}

/** `dueAt2` is `due`, `at2`. */
function wordsOf(camelCase: string): string[] {
  return (camelCase.match(/[A-Z]?[^A-Z]+|[A-Z]/g) ?? [camelCase]).map((word) => word.toLowerCase())
}

export const snakeCase = (camelCase: string) => wordsOf(camelCase).join('_')
export const kebabCase = (camelCase: string) => wordsOf(camelCase).join('-')
export const capitalized = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
