import type { Issue } from '../issue.ts'
import type { Resource } from '../resource.ts'
import type { FieldSpec } from '../spec.ts'
import { countOf, MANY } from '../steps.ts'
import { isNullable } from '../values.ts'

/** Whether rows can have different values of a unique field: a third one in a list, and in a shared table those of everybody. */
export function checkUnique({ actions, fields, isOwned }: Resource): Issue[] {
  const unique = fields.filter((field) => field.unique && field.type !== 'computed')
  const few = unique.flatMap((field) => {
    const message = problemOf(field, isOwned)
    return message ? [{ path: ['fields', fields.indexOf(field), 'unique'], message }] : []
  })
  if (isOwned) return few
  const fixed = actions.flatMap(({ set }, index) =>
    unique.flatMap(({ name }): Issue[] =>
      (set[name] ?? null) === null
        ? []
        : [
            {
              path: ['actions', index, 'set', name],
              message: `is a value that one row of the table can have, since ${name} is unique`,
            },
          ],
    ),
  )
  return [...few, ...fixed]
}

function problemOf(field: FieldSpec, isOwned: boolean): string | undefined {
  const count = countOf(field)
  if (field.type === 'relation')
    return field.to === 'user' && !isNullable(field)
      ? 'would let an owner have one row: leave it out'
      : undefined
  const values = count === 1 ? 'one value' : `${count} values`
  if (!isOwned && count < MANY)
    return `needs a field of at least ${MANY} values where nobody owns the rows, and this one has ${values}: the table could have no more rows`
  return !isNullable(field) && count < 3
    ? `needs a field of at least 3 values, and this one has ${values}: there could be no third row`
    : undefined
}
