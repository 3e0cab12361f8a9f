import { type KeyboardEvent, useState } from 'react'
import { problemOf } from '../../api/problem.ts'
import { explain } from '../../english/problem.ts'
import { resourcePage as words } from '../../english/resource-page.ts'
import { SearchInput } from '../../ui/form/search-input.tsx'
import type { Relation } from '../fields.ts'
import { useRowLabel, useRowsToChoose } from '../related-rows.ts'
import type { ControlProps } from './control.ts'

interface RelationInputProps extends ControlProps {
  label: string
}

/** A choice from the rows of a resource. Where they are many, a search finds those to choose from. */
export function RelationInput({ field: { relation, isNullable = false }, ...props }: RelationInputProps) {
  return relation && <RelatedRows {...props} relation={relation} isNullable={isNullable} />
}

interface RelatedRowsProps extends Omit<RelationInputProps, 'field'> {
  relation: Relation
  isNullable: boolean
}

function RelatedRows({ relation, isNullable, text, none, onChange, label, ...rest }: RelatedRowsProps) {
  const [q, setQ] = useState('')
  const { data, error } = useRowsToChoose(relation, q)
  const chosen = useRowLabel(relation, text)
  const offered = data?.data ?? []
  const isOffered = offered.some(({ id }) => id === text)
  const isMore = data?.hasMore ?? false
  return (
    <div className="grid gap-2">
      {relation.isSearchable && (isMore || q !== '') && (
        <SearchInput
          label={words.find(label)}
          value={q}
          onChange={setQ}
          onKeyDown={keepInForm}
          autoComplete="off"
        />
      )}
      <select {...rest} value={text} onChange={({ target }) => onChange(target.value)}>
        {(isNullable || text === '') && <option value="">{isNullable ? none : words.choose}</option>}
        {text !== '' && !isOffered && <option value={text}>{chosen ?? text}</option>}
        {offered.map(({ id, label: name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      {isMore && (
        <p className="text-soft text-sm">{relation.isSearchable ? words.moreToFind : words.onlyFirst}</p>
      )}
      {error && (
        <p role="alert" className="text-bad text-sm">
          {explain(problemOf(error))}
        </p>
      )}
    </div>
  )
}

/** Enter in the search must not send the form. */
function keepInForm(event: KeyboardEvent) {
  if (event.key === 'Enter') event.preventDefault()
}
