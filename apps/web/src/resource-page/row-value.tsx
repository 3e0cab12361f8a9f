import type { Field, Relation } from './fields.ts'
import { useRowLabel } from './related-rows.ts'

/** A value as it is shown. A relation shows what the row is called that it points to. */
export function RowValue({ field, value }: { field: Field<unknown>; value: unknown }) {
  const { relation } = field
  if (relation && typeof value === 'string') return <RelatedLabel relation={relation} id={value} />
  return field.show(value)
}

function RelatedLabel({ relation, id }: { relation: Relation; id: string }) {
  return useRowLabel(relation, id) ?? id.slice(0, 8)
}
