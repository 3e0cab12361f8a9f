import { type ReactNode, useEffect, useRef } from 'react'

interface SectionProps {
  /** What `/account#…` leads to it. */
  id: string
  title: string
  text: ReactNode
  children: ReactNode
}

/** One matter of the account: at the left what it is, at the right what can be done about it. */
export function Section({ id, title, text, children }: SectionProps) {
  const ref = useRef<HTMLElement>(null)
  useEffect(() => {
    // The browser has looked for it before it was there.
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

/** What is wrong with a whole form, or with an action. */
export function Trouble({ text }: { text: string | undefined }) {
  if (text === undefined) return null
  return (
    <p role="alert" className="rounded-lg bg-bad-tint px-3 py-2 text-bad text-sm">
      {text}
    </p>
  )
}
