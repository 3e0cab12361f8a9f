import { useMutation } from '@tanstack/react-query'
import { client } from '../api/client.ts'
import { problemOf } from '../api/problem.ts'
import { session as words } from '../english/session.ts'
import { Field } from '../ui/form/field.tsx'
import { signIn } from './session.ts'
import { SessionForm } from './session-form.tsx'

export default function SignUpPage() {
  const { mutate, isPending, error } = useMutation({
    networkMode: 'always',
    mutationFn: async (account: { email: string; name: string; password: string }) => {
      await client.auth.register.mutate(account)
      await signIn({ email: account.email, password: account.password })
    },
  })
  const problem = error ? problemOf(error) : undefined
  const errorOf = (field: string) => {
    if (problem?.status === 409) return field === 'email' ? problem.message : undefined
    const issue = problem?.issues?.find(({ path }) => path[0] === field)
    return issue && capitalised(issue.message)
  }
  const isFieldError = ['name', 'email', 'password'].some(errorOf)
  const rest = problem?.status === 429 ? words.tooMany(problem.retryAfter ?? 60) : problem?.message
  return (
    <SessionForm
      title={words.signUp.title}
      action={isPending ? words.signUp.busy : words.signUp.action}
      error={!error || isFieldError ? undefined : (rest ?? words.unreachable)}
      isBusy={isPending}
      onSubmit={({ email = '', name = '', password = '' }) => mutate({ email, name, password })}
      other={{ text: words.signUp.other, action: words.signUp.otherAction, href: '/sign-in' }}
    >
      <Field label={words.name} name="name" autoComplete="name" required error={errorOf('name')} />
      <Field
        label={words.email}
        name="email"
        type="email"
        autoComplete="username"
        required
        error={errorOf('email')}
      />
      <Field
        label={words.password}
        name="password"
        type="password"
        autoComplete="new-password"
        required
        minLength={8}
        hint={words.signUp.passwordHint}
        error={errorOf('password')}
      />
    </SessionForm>
  )
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
