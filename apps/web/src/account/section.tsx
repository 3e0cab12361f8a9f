import { type ReactNode, useEffect, useRef } from 'react'

interface SectionProps {
  /** The fragment in `/account#…` that links here. */
  id: string
  title: string
  text: ReactNode
  children: ReactNode
}

/** A section of the account page, with a description at the left and its controls at the right. */
export function Section({ id, title, text, children }: SectionProps) {
  const ref = useRef<HTMLElement>(null)
  useEffect(() => {
    // The browser looked for the fragment before this was rendered.
    if (location.hash === `#${id}`) ref.current?.scrollIntoView()
  }, [id])
  return (
    <section
      ref={ref}
      id={id}
      aria-labelledby={`${id}-title`}
      className="grid scroll-mt-4 gap-x-10 gap-y-4 border-line border-t py-7 lg:grid-cols-[15rem_minmax(0,1fr)]"
    >
      <div>
        <h2 id={`${id}-title`} className="font-semibold">
          {title}
        </h2>
        <p className="mt-1 text-pretty text-soft text-sm">{text}</p>
      </div>
      <div className="min-w-0">{children}</div>
    </section>
  )
}

/** The error of a whole form or of an action. */
export function FormError({ text }: { text: string | undefined }) {
  if (text === undefined) return null
  return (
    <p role="alert" className="rounded-lg bg-bad-tint px-3 py-2 text-bad text-sm">
      {text}
    </p>
  )
}
