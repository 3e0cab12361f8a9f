import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { FormEvent } from 'react'
import { problemOf } from '../api/problem.ts'
import { type Outputs, useTRPC } from '../api/trpc.ts'
import { account } from '../english/account.ts'
import { useSync } from '../sync/use-sync.tsx'
import { Button } from '../ui/button.tsx'
import { DraftField } from '../ui/form/draft-field.tsx'
import { toast } from '../ui/toast/toasts.ts'
import { formErrors } from './form-errors.ts'
import { FormError, Section } from './section.tsx'

const words = account.profile

export type Me = Outputs['user']['me']

export function ProfileSection({ me }: { me: Me }) {
  const trpc = useTRPC()
  const queries = useQueryClient()
  const { drafts } = useSync()
  const { mutate, isPending, error } = useMutation(
    trpc.user.update.mutationOptions({
      onSuccess: (user) => {
        queries.setQueryData(trpc.user.me.queryKey(), user)
        drafts.drop('profile.name')
        drafts.drop('profile.email')
        toast({ message: words.saved })
      },
    }),
  )
  const isTaken = error !== null && problemOf(error)?.status === 409
  const errors = formErrors(isTaken ? null : error, ['name', 'email'])
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const values = new FormData(event.currentTarget)
    mutate({ name: String(values.get('name')), email: String(values.get('email')) })
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
        />
        <FormError text={errors.rest} />
        <Button type="submit" variant="primary" disabled={isPending} className="justify-self-start">
          {isPending ? words.busy : words.save}
        </Button>
      </form>
    </Section>
  )
}
