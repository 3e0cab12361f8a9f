import type { Values } from '../statement.ts'
import { column, type ResourceTable, type RowOf } from '../table.ts'
import type { PageQuery } from './cursor.ts'
import type { Condition } from './list-statement.ts'

type Equal<Row, Field extends keyof Row> = {
  [F in Field]?: NonNullable<Row[F]> | NonNullable<Row[F]>[] | undefined
}

/** Filters that compare a field with a value, or with any of several: `{ filters: equalTo(noteTable, ['kind']) }`. */
export function equalTo<R extends ResourceTable, Field extends keyof RowOf<R> & string>(
  table: R,
  fields: readonly Field[],
) {
  return (values: Values, query: PageQuery & Equal<RowOf<R>, Field>): Condition[] =>
    fields.flatMap((field) => {
      const asked = query[field]
      if (asked === undefined) return []
      // One form for one value and several: it is named, so its text must not vary.
      const text = `${column(table, field).name} = ANY(${values.anyOf(field, [asked].flat())})`
      return { name: field, text }
    })
}
