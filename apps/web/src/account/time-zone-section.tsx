import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useId } from 'react'
import { type Me, useTRPC } from '../api/trpc.ts'
import { account } from '../english/account/account.ts'
import { timeZone as here } from '../quick-add/line.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/form/field.tsx'
import { formErrors } from '../ui/form/form-errors.ts'
import { toast } from '../ui/toast/toasts.ts'
import { FormError, Section } from './section.tsx'

const words = account.timeZone

/** Browsers leave `UTC` out. */
const ZONES = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])]

export function TimeZoneSection({ me }: { me: Me }) {
  const zones = useId()
  const { mutate, isPending, error } = useChangeZone()
  const errors = formErrors(error, ['timeZone'])
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const typed = String(new FormData(event.currentTarget).get('timeZone'))
    mutate({ timeZone: zoneOf(typed) })
  }
  return (
    <Section id="time-zone" title={words.title} text={words.text}>
      <form key={me.timeZone} onSubmit={submit} className="grid max-w-md gap-4">
        <Field
          label={words.label}
          name="timeZone"
          list={zones}
          required
          autoComplete="off"
          spellCheck={false}
          defaultValue={me.timeZone}
          // The browser lists what contains the text that is there.
          onFocus={({ target }) => target.select()}
          hint={words.hint}
          error={errors.field('timeZone', words.it)}
        />
        <datalist id={zones}>
          {ZONES.map((zone) => (
            <option key={zone} value={zone}>
              {words.name(zone)}
            </option>
          ))}
        </datalist>
        <FormError text={errors.rest} />
        <div className="flex flex-wrap gap-2">
          <Button type="submit" variant="primary" disabled={isPending}>
            {isPending ? words.busy : words.action}
          </Button>
          {here !== me.timeZone && (
            <Button disabled={isPending} onClick={() => mutate({ timeZone: here })}>
              {words.here(here)}
            </Button>
          )}
        </div>
      </form>
    </Section>
  )
}

/** The name that was meant, or else what was typed: servers know more names than browsers list. */
function zoneOf(typed: string): string {
  const name = typed.trim().replaceAll(' ', '_')
  return ZONES.find((zone) => zone.toLowerCase() === name.toLowerCase()) ?? name
}

function useChangeZone() {
  const trpc = useTRPC()
  const queries = useQueryClient()
  return useMutation(
    trpc.user.update.mutationOptions({
      onSuccess: (user) => {
        queries.setQueryData(trpc.user.me.queryKey(), user)
        toast({ message: words.changed(user.timeZone) })
      },
    }),
  )
}
