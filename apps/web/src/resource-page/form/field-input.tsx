import { clsx } from 'clsx'
import { type ReactNode, useId } from 'react'
import { resourcePage as words } from '../../english/resource-page.ts'
import type { Field } from '../fields.ts'
import type { ControlProps } from './control.ts'
import { DateInput } from './date-input.tsx'
import { RelationInput } from './relation-input.tsx'

export interface FieldInputProps {
  field: Field<unknown>
  label: string
  text: string
  onChange: (text: string) => void
  /** What is wrong with the text. */
  error?: ReactNode
  hint?: ReactNode
  /** What the choice of no value is called. */
  none?: string
  autoFocus?: boolean
}

/** A labelled control for a field's value, as its text. */
export function FieldInput({ field, label, text, ...props }: FieldInputProps) {
  const { onChange, error, hint, none = words.noValue, autoFocus = false } = props
  const id = useId()
  const notes = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(' ')
  const control: ControlProps = {
    id,
    field,
    text,
    none,
    onChange,
    autoFocus,
    ...(error && { 'aria-invalid': true }),
    ...(notes && { 'aria-describedby': notes }),
    ...(!field.isNullable &&
      field.initial === undefined &&
      field.control !== 'checkbox' && { 'aria-required': true }),
    className: clsx('field scroll-mb-24', error && 'border-bad'),
  }
  const isInline = field.control === 'checkbox' && !field.isNullable
  return (
    <div className="grid content-start gap-1.5">
      {isInline ? (
        <label htmlFor={id} className="flex min-h-9 cursor-pointer items-center gap-2.5 text-sm">
          <Control {...control} />
          <span className="font-medium">{label}</span>
        </label>
      ) : (
        <>
          <label htmlFor={id} id={`${id}-label`} className="font-medium text-sm">
            {label}
          </label>
          <Control {...control} label={label} />
        </>
      )}
      {hint && (
        <p id={`${id}-hint`} className="break-words text-soft text-sm">
          {hint}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} role="alert" className="text-bad text-sm">
          {error}
        </p>
      )}
    </div>
  )
}

function Control({ label = '', ...props }: ControlProps & { label?: string }) {
  const { field, text, none: _, onChange, ...rest } = props
  const { control } = field
  switch (control) {
    case 'long-text':
    case 'json':
      return (
        <textarea
          {...rest}
          rows={control === 'json' ? 6 : 4}
          spellCheck={control !== 'json'}
          value={text}
          onChange={({ target }) => onChange(target.value)}
          className={clsx(
            'field-sizing-content max-h-[50dvh] min-h-24',
            control === 'json' && 'font-mono text-sm',
            rest.className,
          )}
        />
      )
    case 'checkbox':
      return field.isNullable ? (
        <Choice {...props} names={{ true: words.yes, false: words.no }} />
      ) : (
        <input
          {...rest}
          type="checkbox"
          checked={text === 'true'}
          onChange={({ target }) => onChange(String(target.checked))}
          className="size-4 shrink-0"
        />
      )
    case 'choice':
      return <Choice {...props} names={field.names ?? {}} />
    case 'relation':
      return <RelationInput {...props} label={label} />
    case 'instant':
    case 'date':
      return <DateInput {...props} label={label} />
    default:
      return (
        <input
          {...rest}
          type="text"
          inputMode={control === 'integer' ? 'numeric' : control === 'decimal' ? 'decimal' : 'text'}
          autoComplete="off"
          value={text}
          onChange={({ target }) => onChange(target.value)}
        />
      )
  }
}

function Choice({
  names,
  field,
  text,
  none,
  onChange,
  ...rest
}: ControlProps & { names: Readonly<Record<string, string>> }) {
  return (
    <select {...rest} value={text} onChange={({ target }) => onChange(target.value)}>
      {/* A value that is required has no empty option, once it is there. */}
      {(field.isNullable || text === '') && (
        <option value="">{field.isNullable ? none : words.choose}</option>
      )}
      {Object.entries(names).map(([value, name]) => (
        <option key={value} value={value}>
          {name}
        </option>
      ))}
    </select>
  )
}
