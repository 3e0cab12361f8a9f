import { parse } from 'libpg-query'

export interface ShardedTables {
  /** Those that are sharded by their column `user_id`. */
  sharded: readonly string[]
  /** Small ones that every shard can read. */
  onEveryServer?: readonly string[]
}

type Node = Record<string, unknown>

/** A table of a statement, where it is named. */
interface Use {
  table: string
  alias: string
}

/** The tables that a part of a statement can name columns of: its own, and those of the parts around it. */
interface Scope {
  own: Use[]
  outer: Scope | undefined
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null
const nodeOf = (value: unknown, type: string): Node | undefined => {
  const found = isNode(value) ? value[type] : undefined
  return isNode(found) ? found : undefined
}
const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : [])

/**
 * What keeps a statement from running on one shard of a database that is sharded by user: a table that is not sharded so, a table of
 * which the user is not named, and more than one user. Empty where nothing does.
 *
 * @param text SQL with placeholders
 */
export async function obstaclesToOneShard(
  text: string,
  { sharded, onEveryServer = [] }: ShardedTables,
): Promise<string[]> {
  const { stmts = [] } = (await parse(text)) as { stmts?: unknown[] }
  const uses: Use[] = []
  /** The parameters that a `user_id` is, and the tables whose `user_id` each is, directly or by way of another table. */
  const named = new Map<Use, number | Use>()
  const withNames = new Set<string>()
  visit(stmts, undefined)

  const obstacles = uses
    .filter(({ table }) => !sharded.includes(table))
    .map(({ table }) => `${table} is not sharded by user`)
  const users = new Set<number>()
  for (const use of uses) {
    const user = userOf(use)
    if (user !== undefined) users.add(user)
    else if (sharded.includes(use.table)) obstacles.push(`of ${use.table} no user is named`)
  }
  if (users.size > 1) obstacles.push(`the parameters ${[...users].map((number) => `$${number}`)} are users`)
  return obstacles

  function userOf(use: Use, seen = new Set<Use>()): number | undefined {
    const user = named.get(use)
    if (typeof user === 'number') return user
    // Two tables that are only compared with each other name nobody.
    if (user === undefined || seen.has(user)) return undefined
    return userOf(user, seen.add(use))
  }

  /** `holds`: the node is a condition that every row meets, and no part of an OR. */
  function visit(node: unknown, scope: Scope | undefined, holds = false): void {
    if (Array.isArray(node)) {
      for (const one of node) visit(one, scope, holds)
      return
    }
    if (!isNode(node)) return
    const inner = scopeOf(node, scope)
    if (holds) readEquality(nodeOf(node, 'A_Expr') ?? {}, inner)
    readInsert(nodeOf(node, 'InsertStmt') ?? {}, inner)
    for (const [key, value] of Object.entries(node)) {
      visit(value, inner, CONDITIONS.includes(key) || (holds && isPartOfAnd(key, value)))
    }
  }

  /** Every SELECT, INSERT, UPDATE and DELETE has tables of its own. */
  function scopeOf(node: Node, outer: Scope | undefined): Scope | undefined {
    const statement = STATEMENTS.map((type) => nodeOf(node, type)).find((found) => found !== undefined)
    if (!statement) return outer
    // Before the tables, since they may be named there.
    const { withClause } = statement
    for (const one of listOf(isNode(withClause) && withClause.ctes)) {
      withNames.add(String(nodeOf(one, 'CommonTableExpr')?.ctename))
    }
    const scope: Scope = { own: [], outer }
    if (isNode(statement.relation)) addUse(statement.relation, scope)
    addUses([statement.fromClause, statement.usingClause], scope)
    return scope
  }

  function addUses(from: unknown, scope: Scope): void {
    if (Array.isArray(from)) {
      for (const one of from) addUses(one, scope)
      return
    }
    const range = nodeOf(from, 'RangeVar')
    if (range) addUse(range, scope)
    const join = nodeOf(from, 'JoinExpr')
    if (join) addUses([join.larg, join.rarg], scope)
  }

  function addUse({ relname, alias }: Node, scope: Scope): void {
    const table = String(relname)
    if (withNames.has(table) || onEveryServer.includes(table)) return
    const use = { table, alias: String((isNode(alias) && alias.aliasname) || table) }
    scope.own.push(use)
    uses.push(use)
  }

  function readEquality({ kind, name, lexpr, rexpr }: Node, scope: Scope | undefined): void {
    const operator = nodeOf(listOf(name)[0], 'String')?.sval
    if (kind !== 'AEXPR_OP' || operator !== '=') return
    for (const [one, other] of [
      [lexpr, rexpr],
      [rexpr, lexpr],
    ]) {
      const use = useOfUser(one, scope)
      if (!use || typeof named.get(use) === 'number') continue
      const user = parameter(other) ?? useOfUser(other, scope)
      if (user !== undefined) named.set(use, user)
    }
  }

  function readInsert({ cols, selectStmt }: Node, scope: Scope | undefined): void {
    const at = listOf(cols).findIndex((one) => nodeOf(one, 'ResTarget')?.name === 'user_id')
    const select = nodeOf(selectStmt, 'SelectStmt')
    const row = nodeOf(listOf(select?.valuesLists)[0], 'List')?.items
    const value = row ? listOf(row)[at] : nodeOf(listOf(select?.targetList)[at], 'ResTarget')?.val
    const user = parameter(value)
    const [use] = scope?.own ?? []
    if (use && user !== undefined) named.set(use, user)
  }

  /** The table whose `user_id` an expression is. */
  function useOfUser(expression: unknown, scope: Scope | undefined): Use | undefined {
    const names = listOf(nodeOf(expression, 'ColumnRef')?.fields).map((one) => nodeOf(one, 'String')?.sval)
    if (names.at(-1) !== 'user_id') return undefined
    const alias = names.at(-2)
    for (let at = scope; at; at = at.outer) {
      const found = at.own.find((use) => alias === undefined || use.alias === alias)
      if (found) return found
    }
    return undefined
  }
}

const STATEMENTS = ['SelectStmt', 'InsertStmt', 'UpdateStmt', 'DeleteStmt']

/** Where a SELECT, and where a JOIN has its condition. */
const CONDITIONS = ['whereClause', 'quals']

function isPartOfAnd(key: string, value: unknown): boolean {
  return key === 'args' || (key === 'BoolExpr' && isNode(value) && value.boolop === 'AND_EXPR')
}

/** The number of a parameter, which may be cast. */
function parameter(expression: unknown): number | undefined {
  const number = nodeOf(expression, 'ParamRef')?.number
  if (typeof number === 'number') return number
  const cast = nodeOf(expression, 'TypeCast')
  return cast && parameter(cast.arg)
}
