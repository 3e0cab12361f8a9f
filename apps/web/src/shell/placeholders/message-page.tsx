import type { ReactNode } from 'react'
import { Logo } from '../../ui/logo.tsx'

/** A page with a single message. */
export function MessagePage({
  title,
  text,
  children,
}: {
  title: string
  text: string
  children?: ReactNode
}) {
  return (
    <div className="mx-auto grid min-h-[70dvh] max-w-md content-center justify-items-center gap-4 p-6 text-center">
      <Logo size={56} />
      <h1 className="font-semibold text-2xl">{title}</h1>
      <p className="text-soft">{text}</p>
      {children}
    </div>
  )
}
