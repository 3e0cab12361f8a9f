import { type Column, columnName } from '../render/columns.ts'
import type { Resource } from '../spec/resource.ts'
import { constraintName } from '../spec/sql-names.ts'

/** An index of a resource, for SQL and for Prisma: fields in their order. */
export interface Index {
  fields: readonly string[]
  columns: readonly string[]
}

/** Unique per owner in an owned resource, per table in a shared one. What ignores case is in no model: an expression is unique there. */
export function uniquesOf({ isOwned }: Resource, columns: readonly Column[]): Index[] {
  return columns
    .filter(({ spec }) => spec.unique && !spec.ignoreCase)
    .map(({ column, field }) => ({
      fields: [...(isOwned ? ['userId'] : []), field],
      columns: [...(isOwned ? ['user_id'] : []), column],
    }))
}

/** Every unique index by its name, with what is unique in it as SQL. */
export function uniqueIndexes(resource: Resource, columns: readonly Column[]): [string, string[]][] {
  const { names, isOwned } = resource
  const owner = isOwned ? ['user_id'] : []
  return columns
    .filter(({ spec }) => spec.unique)
    .map(({ column, spec }) => [
      constraintName([names.table, ...owner, column], 'key'),
      [...owner.map(quotedName), spec.ignoreCase ? `fold_case("${column}")` : quotedName(column)],
    ])
}

/** A name as SQL takes any. */
export const quotedName = (name: string) => `"${name}"`

/** One for each sort, and one for each relation, by which a deletion of its target finds its rows. */
export function indexesOf(resource: Resource, columns: readonly Column[]): Index[] {
  const { isOwned, parent, operations } = resource
  const owner = isOwned ? [{ field: 'userId', column: 'user_id' }] : []
  const above = [...owner, ...(parent ? [{ field: `${parent.one}Id`, column: parentColumn(resource) }] : [])]
  const times = [
    { field: 'createdAt', column: 'created_at' },
    { field: 'updatedAt', column: 'updated_at' },
  ]
  const id = { field: 'id', column: 'id' }
  const sorted = columns.filter(({ spec }) => spec.sortable)
  const isListed = operations.includes('list')
  const lists = isListed ? [...times, ...sorted].map((by) => [...above, by, id]) : []
  const relations = columns
    .filter(({ relation }) => relation?.target)
    .map((by) => [...(by.relation?.target?.isOwned ? owner : []), by, id])
  return unrepeated([...lists, ...relations]).map((parts) => ({
    fields: parts.map(({ field }) => field),
    columns: parts.map(({ column }) => column),
  }))
}

function unrepeated<Part extends { field: string }>(indexes: Part[][]): Part[][] {
  const byFields = new Map(indexes.map((parts) => [parts.map(({ field }) => field).join(), parts]))
  return [...byFields.values()]
}

/** The column with the id of the parent. */
export const parentColumn = ({ parent }: Resource) => columnName(`${parent?.one}Id`)
