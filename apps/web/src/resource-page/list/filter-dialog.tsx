import { clsx } from 'clsx'
import { type FormEvent, useState } from 'react'
import { common } from '../../english/common.ts'
import { resourcePage as words } from '../../english/resource-page.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog/dialog.tsx'
import type { Definition } from '../definition.ts'
import { FieldInput } from '../form/field-input.tsx'
import type { Filter, ListQuery } from './list-query.ts'

interface FilterDialogProps {
  definition: Definition
  filters: readonly Filter[]
  query: ListQuery
  onChange: (patch: ListQuery) => void
  onClose: () => void
}

/** The filters that take more than a choice from a few. */
export function FilterDialog({ definition, filters, query, onChange, onClose }: FilterDialogProps) {
  const [texts, setTexts] = useState(query)
  const [isSubmitted, setSubmitted] = useState(false)
  const problems = filters.flatMap(({ parameter, field }): [string, string][] => {
    const text = texts[parameter] ?? ''
    const reading = text.trim() === '' ? undefined : field.read(text)
    return reading && 'problem' in reading ? [[parameter, reading.problem]] : []
  })
  const problemOf = new Map(isSubmitted ? problems : [])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setSubmitted(true)
    if (problems.length > 0) return
    onChange(Object.fromEntries(filters.map(({ parameter }) => [parameter, (texts[parameter] ?? '').trim()])))
    onClose()
  }
  return (
    <Dialog isOpen onClose={onClose} title={words.moreFilters}>
      <form noValidate onSubmit={submit} className="grid gap-4">
        <div className="grid grid-cols-2 gap-x-3 gap-y-4">
          {filters.map((filter) => (
            <div key={filter.parameter} className={clsx(!isHalf(filter) && 'col-span-2')}>
              <FieldInput
                field={{ ...filter.field, isNullable: true }}
                label={labelOf(definition, filter)}
                text={texts[filter.parameter] ?? ''}
                none={words.any}
                error={problemOf.get(filter.parameter)}
                onChange={(text) => setTexts({ ...texts, [filter.parameter]: text })}
              />
            </div>
          ))}
        </div>
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button type="submit" variant="primary">
            {words.show}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

/** The ends of a range are side by side where they are short. */
const isHalf = ({ end, field }: Filter) => end !== undefined && field.control !== 'instant'

function labelOf({ words: own }: Definition, { name, end }: Filter): string {
  const label = own.fields[name] ?? name
  if (!end) return label
  return end === 'Min' ? words.from(label) : words.to(label)
}
