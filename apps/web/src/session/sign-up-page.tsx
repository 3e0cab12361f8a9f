import { useMutation } from '@tanstack/react-query'
import { client } from '../api/client.ts'
import { problemOf } from '../api/problem.ts'
import { session as words } from '../english/account/session.ts'
import { Resend } from '../mailed-links/resend.tsx'
import { Field } from '../ui/form/field.tsx'
import { MessageCard } from './message-card.tsx'
import { SessionForm } from './session-form.tsx'
import { SessionFrame } from './session-frame.tsx'
import { isUnverified, signIn } from './sign-in.ts'

export default function SignUpPage() {
  const { mutate, isPending, data, error, variables } = useMutation({
    networkMode: 'always',
    mutationFn: signUp,
  })
  if (data === 'unverified') return <VerifyFirst address={variables.email.trim()} />
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
        hint={words.passwordHint}
        error={errorOf('password')}
      />
    </SessionForm>
  )
}

const { timeZone } = new Intl.DateTimeFormat().resolvedOptions()

/** Every server knows these. What else a browser tells is no reason not to get an account. */
const isCity = (zone: string) => zone.includes('/')

/** Creates an account and signs in, unless the server wants the address to be verified first. */
async function signUp(account: {
  email: string
  name: string
  password: string
}): Promise<'signed in' | 'unverified'> {
  await client.auth.register.mutate({ ...account, ...(isCity(timeZone) && { timeZone }) })
  try {
    await signIn({ email: account.email, password: account.password })
    return 'signed in'
  } catch (error) {
    if (isUnverified(error)) return 'unverified'
    throw error
  }
}

function VerifyFirst({ address }: { address: string }) {
  const { verified: text, otherAction: action } = words.signUp
  return (
    <SessionFrame title={words.signUp.title} other={{ text, action, href: '/sign-in' }}>
      <MessageCard title={words.signUp.verifyFirst} text={words.signUp.verifyFirstText(address)}>
        <Resend address={address} isSignedIn={false} />
      </MessageCard>
    </SessionFrame>
  )
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
