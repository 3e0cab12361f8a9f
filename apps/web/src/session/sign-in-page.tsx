import { useMutation } from '@tanstack/react-query'
import { Link } from 'wouter'
import { problemOf } from '../api/problem.ts'
import { session as words } from '../english/account/session.ts'
import { Resend } from '../mailed-links/resend.tsx'
import { Field } from '../ui/form/field.tsx'
import type { SignedOut } from './session.ts'
import { SessionForm } from './session-form.tsx'
import { isUnverified, signIn } from './sign-in.ts'

/** `reason`: why nobody is signed in, if there is something to say about it. */
export default function SignInPage({ reason }: { reason: SignedOut['reason'] }) {
  const { mutate, isPending, error, variables } = useMutation({ mutationFn: signIn, networkMode: 'always' })
  const unverified = isUnverified(error) ? variables?.email : undefined
  return (
    <SessionForm
      title={words.signIn.title}
      action={isPending ? words.signIn.busy : words.signIn.action}
      notice={reason && { text: words.signIn.notice[reason], isGood: reason === 'reset' }}
      error={error ? messageOf(error) : undefined}
      isBusy={isPending}
      onSubmit={({ email = '', password = '' }) => mutate({ email, password })}
      other={{ text: words.signIn.other, action: words.signIn.otherAction, href: '/sign-up' }}
      below={
        <>
          {unverified !== undefined && (
            <Resend key={unverified} address={unverified.trim()} isSignedIn={false} />
          )}
          <Link href="/forgot-password" className="justify-self-center text-accent text-sm underline">
            {words.signIn.forgot}
          </Link>
        </>
      }
    >
      <Field
        label={words.email}
        name="email"
        type="email"
        autoComplete="username"
        required
        autoFocus={reason === 'reset'}
      />
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
  if (isUnverified(error)) return words.signIn.unverified
  return problem.error === 'VALIDATION_ERROR' ? problem.message : words.wrong
}
