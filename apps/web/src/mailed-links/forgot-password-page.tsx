import { useMutation } from '@tanstack/react-query'
import { useTRPC } from '../api/trpc.ts'
import { mailedLinks } from '../english/account/mailed-links.ts'
import { session } from '../english/account/session.ts'
import { MessageCard } from '../session/message-card.tsx'
import { SessionForm } from '../session/session-form.tsx'
import { SessionFrame } from '../session/session-frame.tsx'
import { Button } from '../ui/button.tsx'
import { Field } from '../ui/form/field.tsx'
import { formErrors } from '../ui/form/form-errors.ts'

const words = mailedLinks.forgot
const toSignIn = { text: words.other, action: mailedLinks.signIn, href: '/sign-in' }

/** Asks for a link that resets a password. It says the same whether the address has an account or not. */
export default function ForgotPasswordPage() {
  const { mutate, reset, isPending, isSuccess, error, variables } = useMutation(
    useTRPC().auth.forgotPassword.mutationOptions(),
  )
  if (isSuccess) {
    return (
      <SessionFrame title={words.title} other={toSignIn}>
        <MessageCard title={words.sent} text={words.sentText(variables.email)}>
          <p className="text-soft text-sm">{words.nothing}</p>
          <Button onClick={reset}>{words.again}</Button>
        </MessageCard>
      </SessionFrame>
    )
  }
  const errors = formErrors(error, ['email'])
  return (
    <SessionForm
      title={words.title}
      text={words.text}
      action={isPending ? words.busy : words.action}
      error={errors.rest}
      isBusy={isPending}
      onSubmit={({ email = '' }) => mutate({ email: email.trim() })}
      other={toSignIn}
    >
      <Field
        label={session.email}
        name="email"
        type="email"
        autoComplete="username"
        required
        autoFocus
        defaultValue={variables?.email}
        error={errors.field('email')}
      />
    </SessionForm>
  )
}
