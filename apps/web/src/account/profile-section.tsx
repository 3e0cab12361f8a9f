import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { problemOf } from '../api/problem.ts'
import { type Me, useTRPC } from '../api/trpc.ts'
import { account } from '../english/account/account.ts'
import { useDraft, useSync } from '../sync/use-sync.tsx'
import { Button } from '../ui/button.tsx'
import { DraftField } from '../ui/form/draft-field.tsx'
import { Field } from '../ui/form/field.tsx'
import { formErrors } from '../ui/form/form-errors.ts'
import { toast } from '../ui/toast/toasts.ts'
import { AddressStatus } from './address-status.tsx'
import { FormError, Section } from './section.tsx'

const words = account.profile

export function ProfileSection({ me }: { me: Me }) {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const { drafts } = useSync()
  const { mutate, isPending, error } = useMutation(
    trpc.user.update.mutationOptions({
      onSuccess: (user, { email }) => {
        queries.setQueryData(trpc.user.me.queryKey(), user)
        drafts.drop('profile.name')
        drafts.drop('profile.email')
        // A new address is not saved before it is verified.
        const waiting = email === undefined ? null : user.pendingEmail
        toast({ message: waiting === null ? words.saved : words.mailed(waiting) })
      },
    }),
  )
  const typed = useDraft('profile.email')?.text ?? me.email
  const isMoving = typed.trim().toLowerCase() !== me.email
  const isTaken = error !== null && problemOf(error)?.status === 409
  const fields = ['name', 'email', 'currentPassword']
  const errors = formErrors(isTaken ? null : error, fields, { 429: words.tooMany })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const values = new FormData(event.currentTarget)
    const move = isMoving && {
      email: String(values.get('email')),
      currentPassword: String(values.get('current')),
    }
    mutate({ name: String(values.get('name')), ...move })
  }
  return (
    <Section id="profile" title={words.title} text={words.text}>
      <form onSubmit={submit} className="grid max-w-md gap-4">
        <DraftField
          draft="profile.name"
          label={words.name}
          name="name"
          autoComplete="name"
          required
          saved={me.name}
          error={errors.field('name')}
        />
        <DraftField
          draft="profile.email"
          label={words.email}
          name="email"
          type="email"
          autoComplete="email"
          required
          saved={me.email}
          error={isTaken ? words.taken : errors.field('email')}
          hint={isMoving ? words.next : undefined}
        />
        {!isMoving && <AddressStatus me={me} />}
        {isMoving && (
          <Field
            label={words.password}
            name="current"
            type="password"
            autoComplete="current-password"
            required
            error={errors.field('currentPassword') && words.wrong}
          />
        )}
        <FormError text={errors.rest} />
        <Button type="submit" variant="primary" disabled={isPending} className="justify-self-start">
          {isPending ? words.busy : words.save}
        </Button>
      </form>
    </Section>
  )
}
