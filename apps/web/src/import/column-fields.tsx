import { importing as words } from '../english/import.ts'
import { SelectField } from '../ui/form/select-field.tsx'
import { FIELDS, type Mapping } from './read/columns.ts'
import type { Source } from './read/source.ts'

const OPTIONS = ['ignored', ...FIELDS] as const

interface ColumnFieldsProps {
  source: Extract<Source, { kind: 'table' }>
  onChange: (mapping: Mapping) => void
}

/** Says of each column of a file what it is. */
export function ColumnFields({ source: { table, mapping }, onChange }: ColumnFieldsProps) {
  return (
    <section aria-labelledby="columns" className="grid gap-3">
      <div>
        <h2 id="columns" className="font-semibold">
          {words.columns.title}
        </h2>
        <p className="text-soft text-sm">{words.columns.text}</p>
      </div>
      <ul className="grid gap-4 sm:grid-cols-2 lg:grid-cols-3">
        {table.columns.map((name, index) => {
          const example = table.rows.find((row) => row[index])?.[index]
          return (
            <li key={index} className="min-w-0">
              <SelectField
                label={name || words.columns.unnamed(index + 1)}
                value={mapping[index] ?? 'ignored'}
                options={OPTIONS}
                names={words.fields}
                onChange={(field) => onChange(mapping.map((current, i) => (i === index ? field : current)))}
              />
              {example && <p className="mt-1 truncate text-soft text-xs">{words.columns.of(example)}</p>}
            </li>
          )
        })}
      </ul>
    </section>
  )
}
