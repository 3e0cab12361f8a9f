import type { Prisma } from '@tandem/db/types'
import { taskPriority, taskStatus } from './schema.ts'
import type { SortField, SortKey } from './sort.ts'

type Where = Prisma.TaskWhereInput

/** Where a page ended: the sorted fields of its last row, and the id that tells equal ones apart. */
export interface Position {
  id: string
  values: Partial<Record<SortField, string | Date | null>>
}

/** A total order: the keys asked for, then the id. Tasks with no due date come last either way. */
export function orderBy(sort: SortKey[]): Prisma.TaskOrderByWithRelationInput[] {
  const keys = sort.map(({ field, direction }) =>
    field === 'dueAt' ? { dueAt: { sort: direction, nulls: 'last' as const } } : { [field]: direction },
  )
  return [...keys, { id: idDirection(sort) }]
}

/** All rows that {@link orderBy} puts after the position: for each key, those equal in the keys before it and beyond it in this one. */
export function afterRow(sort: SortKey[], { id, values }: Position): Where {
  const alternatives: Where[] = []
  const equal: Where[] = []
  for (const { field, direction } of sort) {
    const value = values[field] ?? null
    const further = beyond(field, direction, value)
    if (further) alternatives.push({ AND: [...equal, further] })
    equal.push({ [field]: value } as Where)
  }
  alternatives.push({ AND: [...equal, { id: idDirection(sort) === 'asc' ? { gt: id } : { lt: id } }] })
  return { OR: alternatives }
}

/** The index behind a sort ends in the id, and is read in one direction. */
function idDirection(sort: SortKey[]) {
  return sort.at(-1)?.direction ?? 'asc'
}

function beyond(
  field: SortField,
  direction: SortKey['direction'],
  value: string | Date | null,
): Where | undefined {
  if (value === null) return // nulls are last: nothing is beyond them
  if (field === 'status' || field === 'priority') {
    const order: readonly string[] = field === 'status' ? taskStatus.options : taskPriority.options
    const at = order.indexOf(String(value))
    const rest = direction === 'asc' ? order.slice(at + 1) : order.slice(0, at)
    return rest.length ? ({ [field]: { in: rest } } as Where) : undefined
  }
  const comparison = { [field]: direction === 'asc' ? { gt: value } : { lt: value } } as Where
  return field === 'dueAt' ? { OR: [comparison, { dueAt: null }] } : comparison
}
