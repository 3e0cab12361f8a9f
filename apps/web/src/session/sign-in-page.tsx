import { useMutation } from '@tanstack/react-query'
import { problemOf } from '../api/problem.ts'
import { session as words } from '../english/session.ts'
import { Field } from '../ui/form/field.tsx'
import { signIn } from './session.ts'
import { SessionForm } from './session-form.tsx'

export default function SignInPage({ ended }: { ended: boolean }) {
  const { mutate, isPending, error } = useMutation({ mutationFn: signIn, networkMode: 'always' })
  return (
    <SessionForm
      title={words.signIn.title}
      action={isPending ? words.signIn.busy : words.signIn.action}
      notice={ended ? words.signIn.ended : undefined}
      error={error ? messageOf(error) : undefined}
      isBusy={isPending}
      onSubmit={({ email = '', password = '' }) => mutate({ email, password })}
      other={{ text: words.signIn.other, action: words.signIn.otherAction, href: '/sign-up' }}
    >
      <Field label={words.email} name="email" type="email" autoComplete="username" required />
      <Field
        label={words.password}
        name="password"
        type="password"
        autoComplete="current-password"
        required
      />
    </SessionForm>
  )
}

function messageOf(error: Error): string {
  const problem = problemOf(error)
  if (!problem || problem.status >= 500) return words.unreachable
  if (problem.status === 429) return words.tooMany(problem.retryAfter ?? 60)
  return problem.error === 'VALIDATION_ERROR' ? problem.message : words.wrong
}
