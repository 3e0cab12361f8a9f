import { useQuery } from '@tanstack/react-query'
import type { Field, Relation } from './fields.ts'

/** A value as it is shown. A relation shows what the row is called that it points to. */
export function RowValue({ field, value }: { field: Field<unknown>; value: unknown }) {
  const { relation } = field
  if (relation && typeof value === 'string') return <RelatedLabel relation={relation} id={value} />
  return field.show(value)
}

function RelatedLabel({ relation, id }: { relation: Relation; id: string }) {
  return useRelatedLabel(relation, id) ?? id.slice(0, 8)
}

/** What a related row is called. Undefined until that is known, and for no row. */
export function useRelatedLabel({ name, label }: Relation, id: string): string | undefined {
  const { data } = useQuery({
    queryKey: ['row label', name, id],
    queryFn: ({ signal }) => label(id, signal),
    enabled: id !== '',
  })
  return data
}
