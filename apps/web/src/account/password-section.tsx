import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useRef } from 'react'
import { type Me, useTRPC, useTRPCClient } from '../api/trpc.ts'
import { account } from '../english/account/account.ts'
import { clearSession } from '../session/session.ts'
import { signIn } from '../session/sign-in.ts'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/form/field.tsx'
import { formErrors } from '../ui/form/form-errors.ts'
import { toast } from '../ui/toast/toasts.ts'
import { FormError, Section } from './section.tsx'

const words = account.password

export function PasswordSection({ me }: { me: Me }) {
  const form = useRef<HTMLFormElement>(null)
  const { mutate, isPending, error } = useChangePassword(me.email)
  const errors = formErrors(error, ['currentPassword', 'newPassword'], { 429: words.tooMany })
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const values = new FormData(event.currentTarget)
    mutate(
      { currentPassword: String(values.get('current')), newPassword: String(values.get('new')) },
      { onSuccess: () => form.current?.reset() },
    )
  }
  return (
    <Section id="password" title={words.title} text={words.text}>
      <form ref={form} onSubmit={submit} className="grid max-w-md gap-4">
        {/* Tells password managers which account the password belongs to. */}
        <input type="email" name="username" autoComplete="username" value={me.email} readOnly hidden />
        <Field
          label={words.current}
          name="current"
          type="password"
          autoComplete="current-password"
          required
          error={errors.field('currentPassword') && words.wrong}
        />
        <Field
          label={words.next}
          name="new"
          type="password"
          autoComplete="new-password"
          required
          minLength={8}
          hint={words.hint}
          error={errors.field('newPassword', words.that)}
        />
        <FormError text={errors.rest} />
        <Button type="submit" variant="primary" disabled={isPending} className="justify-self-start">
          {isPending ? words.busy : words.action}
        </Button>
      </form>
    </Section>
  )
}

function useChangePassword(email: string) {
  const trpc = useTRPC()
  const client = useTRPCClient()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async (passwords: { currentPassword: string; newPassword: string }) => {
      await client.user.changePassword.mutate(passwords)
      // The server has ended every session including this one, so sign in with the new password.
      await signIn({ email, password: passwords.newPassword }).catch(() => clearSession())
    },
    onSuccess: () => {
      toast({ message: words.changed })
      return queries.invalidateQueries({ queryKey: trpc.session.list.queryKey() })
    },
  })
}
