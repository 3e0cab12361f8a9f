import { declaredAs } from '../edit/declaration.ts'

/** The keys of the object that a module declares under a name: `procedures` in the root router. */
export function keysOf(code: string, name: string): string[] {
  const value = declaredAs(code, name)
  if (value?.type !== 'ObjectExpression') return []
  return value.properties.flatMap((property) =>
    property.type === 'Property' && property.key.type === 'Identifier' ? [property.key.name] : [],
  )
}

/** The strings of the array that a module declares under a name. */
export function stringsOf(code: string, name: string): string[] {
  const value = declaredAs(code, name)
  if (value?.type !== 'ArrayExpression') return []
  return value.elements.flatMap((element) =>
    element?.type === 'Literal' && typeof element.value === 'string' ? [element.value] : [],
  )
}

/** The constants in the array that a module declares under a name. */
export function namesIn(code: string, name: string): string[] {
  const value = declaredAs(code, name)
  if (value?.type !== 'ArrayExpression') return []
  return value.elements.flatMap((element) => (element?.type === 'Identifier' ? [element.name] : []))
}

/** What a module exports of others: `task` and `Task` of `export { type Task, task } from './schema.ts'`. */
export const exportsIn = (code: string): string[] =>
  [...code.matchAll(/^export (?:type )?\{([^}]*)\}/gm)].flatMap(([, names = '']) =>
    names.split(',').flatMap((name) => /(\w+)\s*$/.exec(name)?.[1] ?? []),
  )
