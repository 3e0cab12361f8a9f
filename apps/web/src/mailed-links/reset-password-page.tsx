import { useMutation } from '@tanstack/react-query'
import { Link, Redirect } from 'wouter'
import { useTRPCClient } from '../api/trpc.ts'
import { mailedLinks } from '../english/account/mailed-links.ts'
import { session as sessionWords } from '../english/account/session.ts'
import { MessageCard } from '../session/message-card.tsx'
import { useSession } from '../session/session.ts'
import { SessionForm } from '../session/session-form.tsx'
import { SessionFrame } from '../session/session-frame.tsx'
import { leaveAfterReset } from '../session/sign-in.ts'
import { Field } from '../ui/form/field.tsx'
import { formErrors } from '../ui/form/form-errors.ts'
import { GoOn } from './go-on.tsx'
import { useMailedToken } from './mailed-token.ts'

const words = mailedLinks.reset

/** Replaces a forgotten password by a mailed link, and leads to signing in with the new one. */
export default function ResetPasswordPage() {
  const token = useMailedToken('/reset-password')
  if (token !== undefined) return <ResetForm key={token} token={token} />
  return <AskAnew title={mailedLinks.noLink} text={mailedLinks.noLinkText} />
}

function ResetForm({ token }: { token: string }) {
  const client = useTRPCClient()
  const session = useSession()
  const { mutate, isPending, isSuccess, error } = useMutation({
    mutationFn: async (password: string) => {
      await client.auth.resetPassword.mutate({ token, password })
      await leaveAfterReset()
    },
  })
  if (isSuccess)
    return session.status === 'signed-in' ? <ResetOfAnother /> : <Redirect to="/sign-in" replace />
  const errors = formErrors(error, ['password', 'token'])
  if (errors.field('token')) return <AskAnew title={mailedLinks.spent} text={words.spentText} isError />
  return (
    <SessionForm
      title={words.title}
      text={words.text}
      action={isPending ? words.busy : words.action}
      error={errors.rest}
      isBusy={isPending}
      onSubmit={({ password = '' }) => mutate(password)}
    >
      <Field
        label={words.password}
        name="password"
        type="password"
        autoComplete="new-password"
        required
        autoFocus
        minLength={8}
        hint={sessionWords.passwordHint}
        error={errors.field('password', words.that)}
      />
    </SessionForm>
  )
}

/** The password is that of another account than the one that is signed in here. */
function ResetOfAnother() {
  return (
    <SessionFrame title={words.title}>
      <MessageCard title={words.changed} text={words.ofAnother}>
        <GoOn />
      </MessageCard>
    </SessionFrame>
  )
}

function AskAnew(message: { title: string; text: string; isError?: boolean }) {
  return (
    <SessionFrame title={words.title}>
      <MessageCard {...message}>
        <Link href="/forgot-password" className="font-medium text-accent underline">
          {words.askAnew}
        </Link>
        <GoOn />
      </MessageCard>
    </SessionFrame>
  )
}
