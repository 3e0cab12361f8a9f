import { type ReactNode, useEffect, useId, useRef } from 'react'

interface MessageCardProps {
  title: string
  text: string
  isError?: boolean
  children?: ReactNode
}

/** What has happened, where a form was or would be. Its heading takes the focus, so that it is read out and Tab goes on from it. */
export function MessageCard({ title, text, isError, children }: MessageCardProps) {
  const id = useId()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus(), [])
  return (
    <div className="card grid justify-items-start gap-4 p-6">
      <h1 ref={heading} tabIndex={-1} aria-describedby={id} className="font-semibold text-lg outline-none">
        {title}
      </h1>
      <p id={id} role={isError ? 'alert' : undefined} className="wrap-anywhere text-sm">
        {text}
      </p>
      {children}
    </div>
  )
}
