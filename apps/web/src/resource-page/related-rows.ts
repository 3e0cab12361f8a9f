import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { Relation } from './fields.ts'

/** Cached answers are keyed by these, and by the name of the resource. */
export const LABEL_KEY = 'row label'
export const CHOICE_KEY = 'rows to choose'

/** What a row of another resource is called. Undefined until that is known, and for no row. */
export function useRowLabel(
  { name, label }: Pick<Relation, 'name' | 'label'>,
  id: string,
): string | undefined {
  const { data } = useQuery({
    queryKey: [LABEL_KEY, name, id],
    queryFn: ({ signal }) => label(id, signal),
    enabled: id !== '',
  })
  return data
}

/** The rows to choose from that a text is found in. */
export function useRowsToChoose(relation: Relation, q: string) {
  return useQuery({
    queryKey: [CHOICE_KEY, relation.name, q],
    queryFn: ({ signal }) => relation.rows(q, signal),
    placeholderData: keepPreviousData,
  })
}
