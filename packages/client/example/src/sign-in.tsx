import type { FormEvent } from 'react'

interface Props {
  onSignIn: (auth: { email: string; password: string }) => void
}

export function SignIn({ onSignIn }: Props) {
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    onSignIn({ email: String(form.get('email')), password: String(form.get('password')) })
  }
  return (
    <form onSubmit={submit}>
      <input name="email" type="email" required aria-label="E-mail" />
      <input name="password" type="password" required aria-label="Password" />
      <button type="submit">Sign in</button>
    </form>
  )
}
