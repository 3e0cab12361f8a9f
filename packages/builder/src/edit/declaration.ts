import { parseAst } from 'rolldown/parseAst'

type Statement = ReturnType<typeof parseAst>['body'][number]
type Declarator = Extract<Statement, { type: 'VariableDeclaration' }>['declarations'][number]
type Expression = NonNullable<Declarator['init']>

/** The value of a constant of a module, without what only types say of it. Undefined where there is no such constant. */
export function declaredAs(text: string, name: string): Expression | undefined {
  const declarators = parseAst(text, { lang: 'ts' }).body.flatMap(declaratorsOf)
  const found = declarators.find(({ id }) => id.type === 'Identifier' && id.name === name)
  return found?.init ? untyped(found.init) : undefined
}

function declaratorsOf(statement: Statement): Declarator[] {
  const declaration = statement.type === 'ExportNamedDeclaration' ? statement.declaration : statement
  return declaration?.type === 'VariableDeclaration' ? declaration.declarations : []
}

/** `x` of `x as const` and of `x satisfies T`. */
function untyped(value: Expression): Expression {
  return value.type === 'TSAsExpression' || value.type === 'TSSatisfiesExpression'
    ? untyped(value.expression)
    : value
}
