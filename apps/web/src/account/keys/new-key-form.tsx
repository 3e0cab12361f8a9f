import { type FormEvent, useId, useState } from 'react'
import type { Inputs } from '../../api/trpc.ts'
import { DateButton } from '../../date-picker/date-button.tsx'
import { account, SCOPE } from '../../english/account/account.ts'
import { common } from '../../english/common.ts'
import { Button } from '../../ui/button.tsx'
import { DraftField } from '../../ui/form/draft-field.tsx'
import { formErrors } from '../../ui/form/form-errors.ts'
import { SelectField } from '../../ui/form/select-field.tsx'
import { FormError } from '../section.tsx'
import { EXPIRIES, type Expiry, expiryInstant, tomorrow } from './expiry.ts'

const words = account.keys

/** The draft of a new key's name. */
export const KEY_NAME_DRAFT = 'key.name'

type NewKey = Inputs['apiKey']['create']
type Scope = NewKey['scopes'][number]

const SCOPES = Object.keys(SCOPE) as Scope[]

interface NewKeyFormProps {
  isBusy: boolean
  error: unknown
  onSubmit: (key: NewKey) => void
  onCancel: () => void
}

export function NewKeyForm({ isBusy, error, onSubmit, onCancel }: NewKeyFormProps) {
  const [scopes, setScopes] = useState<readonly Scope[]>(SCOPES)
  const [expiry, setExpiry] = useState<Expiry>('90')
  const [lastDay, setLastDay] = useState(tomorrow)
  const errors = formErrors(error, ['name', 'expiresAt'])
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const values = new FormData(event.currentTarget)
    if (scopes.length === 0) return
    onSubmit({
      name: String(values.get('name')),
      scopes: [...scopes],
      expiresAt: expiryInstant(expiry, lastDay),
    })
  }
  return (
    <form onSubmit={submit} className="grid gap-5">
      <DraftField
        draft={KEY_NAME_DRAFT}
        label={words.name}
        name="name"
        required
        autoComplete="off"
        placeholder={words.namePlaceholder}
        hint={words.nameHint}
        error={errors.field('name')}
        autoFocus
      />
      <Scopes chosen={scopes} onChange={setScopes} />
      <div className="grid gap-3 sm:grid-cols-2">
        <SelectField
          label={words.expiry}
          value={expiry}
          options={EXPIRIES}
          names={words.expires}
          onChange={setExpiry}
          className="min-h-10.5"
        />
        {expiry === 'date' && (
          <LastDay day={lastDay} error={errors.field('expiresAt')} onChange={setLastDay} />
        )}
      </div>
      <FormError text={errors.rest} />
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>{common.cancel}</Button>
        <Button type="submit" variant="primary" disabled={isBusy || scopes.length === 0}>
          {isBusy ? words.busy : words.create}
        </Button>
      </div>
    </form>
  )
}

interface LastDayProps {
  day: string
  error: string | undefined
  onChange: (day: string) => void
}

function LastDay({ day, error, onChange }: LastDayProps) {
  const id = useId()
  return (
    <div className="grid content-start gap-1.5">
      <span id={`${id}-label`} className="font-medium text-sm">
        {words.expiryDate}
      </span>
      <DateButton
        label={words.expiryDate}
        labelId={`${id}-label`}
        value={{ date: day, time: '' }}
        time="none"
        canClear={false}
        min={tomorrow()}
        aria-invalid={error === undefined ? undefined : true}
        aria-describedby={error === undefined ? undefined : `${id}-error`}
        onChange={({ date }) => onChange(date)}
      />
      {error !== undefined && (
        <p id={`${id}-error`} role="alert" className="text-bad text-sm">
          {error}
        </p>
      )}
    </div>
  )
}

interface ScopesProps {
  chosen: readonly Scope[]
  onChange: (chosen: readonly Scope[]) => void
}

function Scopes({ chosen, onChange }: ScopesProps) {
  const toggle = (scope: Scope, isChosen: boolean) =>
    onChange(SCOPES.filter((one) => (one === scope ? isChosen : chosen.includes(one))))
  return (
    <fieldset className="grid gap-1">
      <legend className="mb-1.5 font-medium text-sm">{words.scopes}</legend>
      {SCOPES.map((scope) => (
        <label key={scope} className="flex cursor-pointer items-start gap-2.5 rounded-lg py-1">
          <input
            type="checkbox"
            className="mt-1 size-4 shrink-0"
            checked={chosen.includes(scope)}
            onChange={(event) => toggle(scope, event.target.checked)}
          />
          <span className="text-sm">
            {SCOPE[scope].label}
            <span className="block text-soft">{SCOPE[scope].hint}</span>
          </span>
        </label>
      ))}
      <p role="status" className="text-sm text-warn empty:hidden">
        {chosen.length === 0 && words.noScope}
      </p>
    </fieldset>
  )
}
