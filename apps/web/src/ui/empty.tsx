import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'

interface EmptyProps {
  icon: LucideIcon
  title: string
  text: string
  children?: ReactNode
}

/** The placeholder of an empty page. */
export function Empty({ icon: Icon, title, text, children }: EmptyProps) {
  return (
    <div className="card grid justify-items-center gap-2 px-6 py-16 text-center">
      <Icon size={32} aria-hidden className="text-soft" />
      <h2 className="font-semibold text-lg">{title}</h2>
      <p className="max-w-sm text-balance text-soft">{text}</p>
      {children}
    </div>
  )
}
