import { parseAst } from 'rolldown/parseAst'

type Program = ReturnType<typeof parseAst>

/** The keys of the object that a module declares under a name: `procedures` in the root router. */
export function keysOf(code: string, name: string): string[] {
  const value = initOf(code, name)
  if (value?.type !== 'ObjectExpression') return []
  return value.properties.flatMap((property) =>
    property.type === 'Property' && property.key.type === 'Identifier' ? [property.key.name] : [],
  )
}

/** The strings of the array that a module declares under a name. */
export function stringsOf(code: string, name: string): string[] {
  const value = initOf(code, name)
  if (value?.type !== 'ArrayExpression') return []
  return value.elements.flatMap((element) =>
    element?.type === 'Literal' && typeof element.value === 'string' ? [element.value] : [],
  )
}

type Expression = NonNullable<
  Extract<Program['body'][number], { type: 'VariableDeclaration' }>['declarations'][number]['init']
>

function initOf(code: string, name: string) {
  const { body } = parseAst(code, { lang: 'ts' })
  for (const statement of body) {
    const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement
    if (declaration?.type !== 'VariableDeclaration') continue
    for (const { id, init } of declaration.declarations) {
      if (id.type === 'Identifier' && id.name === name && init) return withoutType(init)
    }
  }
  return undefined
}

/** `x` of `x as const` and of `x satisfies T`. */
function withoutType(node: Expression): Expression {
  return node.type === 'TSAsExpression' || node.type === 'TSSatisfiesExpression'
    ? withoutType(node.expression)
    : node
}
