import { type FormEvent, type ReactNode, useEffect, useRef } from 'react'
import { Button } from '../ui/button.tsx'
import { SessionFrame } from './session-frame.tsx'

interface SessionFormProps {
  title: string
  text?: string
  action: string
  notice?: { text: string; isGood: boolean } | undefined
  error?: ReactNode
  isBusy: boolean
  onSubmit: (values: Record<string, string>) => void
  other?: { text: string; action: string; href: string }
  children: ReactNode
  /** What is below the button. */
  below?: ReactNode
}

/** The form of a page that needs no session, such as signing in. */
export function SessionForm(props: SessionFormProps) {
  const { title, text, action, notice, error, isBusy, onSubmit, other, children, below } = props
  const form = useRef<HTMLFormElement>(null)
  useEffect(() => {
    // The button has lost the focus by being disabled.
    if (!isBusy) form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  }, [isBusy])
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    onSubmit(Object.fromEntries([...new FormData(event.currentTarget)].map(([k, v]) => [k, String(v)])))
  }
  return (
    <SessionFrame title={title} other={other}>
      <form ref={form} onSubmit={submit} className="card grid gap-4 p-6">
        <h1 className="font-semibold text-lg">{title}</h1>
        {text && <p className="text-sm">{text}</p>}
        {notice && (
          <p
            role="status"
            className={`rounded-lg px-3 py-2 text-sm ${notice.isGood ? 'bg-good-tint text-good' : 'bg-warn-tint text-warn'}`}
          >
            {notice.text}
          </p>
        )}
        {children}
        {error && (
          <p role="alert" className="rounded-lg bg-bad-tint px-3 py-2 text-bad text-sm">
            {error}
          </p>
        )}
        <Button type="submit" variant="primary" disabled={isBusy} className="min-h-11">
          {action}
        </Button>
        {below}
      </form>
    </SessionFrame>
  )
}
