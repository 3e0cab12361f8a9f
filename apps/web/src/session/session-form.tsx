import type { FormEvent, ReactNode } from 'react'
import { Link } from 'wouter'
import { common, titleOf } from '../english/common.ts'
import { session as words } from '../english/session.ts'
import { Button } from '../ui/button.tsx'
import { Logo } from '../ui/logo.tsx'

interface SessionFormProps {
  title: string
  action: string
  notice?: string | undefined
  error?: string | undefined
  isBusy: boolean
  onSubmit: (values: Record<string, string>) => void
  other: { text: string; action: string; href: string }
  children: ReactNode
}

/** The layout of the sign-in and sign-up pages. */
export function SessionForm(props: SessionFormProps) {
  const { title, action, notice, error, isBusy, onSubmit, other, children } = props
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    onSubmit(Object.fromEntries([...new FormData(event.currentTarget)].map(([k, v]) => [k, String(v)])))
  }
  return (
    <main className="mx-auto grid min-h-dvh w-full max-w-sm content-center gap-6 p-6">
      <title>{titleOf(title)}</title>
      <div className="grid justify-items-center gap-3 text-center">
        <Logo size={48} />
        <div>
          <p className="font-semibold text-2xl tracking-tight">{common.product}</p>
          <p className="text-soft">{common.promise}</p>
        </div>
      </div>
      <form onSubmit={submit} className="card grid gap-4 p-6">
        <h1 className="font-semibold text-lg">{title}</h1>
        {notice && <p className="rounded-lg bg-warn-tint px-3 py-2 text-sm text-warn">{notice}</p>}
        {children}
        {error && (
          <p role="alert" className="rounded-lg bg-bad-tint px-3 py-2 text-bad text-sm">
            {error}
          </p>
        )}
        <Button type="submit" variant="primary" disabled={isBusy} className="min-h-11">
          {action}
        </Button>
      </form>
      <p className="text-center text-soft text-sm">
        {other.text}{' '}
        <Link href={other.href} className="font-medium text-accent underline">
          {other.action}
        </Link>
      </p>
      <p className="text-center text-soft text-sm">
        {words.forDevelopers}:{' '}
        <a href="/docs" className="underline">
          Swagger UI
        </a>
        {', '}
        <a href="/redoc" className="underline">
          ReDoc
        </a>
        {', '}
        <a href="/openapi.json" className="underline">
          OpenAPI
        </a>
      </p>
    </main>
  )
}
