import { useEffect, useRef } from 'react'
import { problemOf } from '../api/problem.ts'
import { explain } from '../english/problem.ts'
import { trash as words } from '../english/trash.ts'
import { Button } from '../ui/button.tsx'

/** Pixels before it comes into view. */
const AHEAD = '600px'

interface LoadMoreProps {
  isLoading: boolean
  /** Why the last attempt failed; null where it did not. Then the next one is the reader's. */
  error: unknown
  onMore: () => void
}

/** Asks for more before the end is reached; a button for whoever comes there first, or without scrolling. */
export function LoadMore({ isLoading, error, onMore }: LoadMoreProps) {
  const button = useRef<HTMLButtonElement>(null)
  const more = useRef(onMore)
  more.current = onMore
  const isAsked = isLoading || Boolean(error)
  useEffect(() => {
    if (!button.current || isAsked) return
    const observer = new IntersectionObserver(
      ([seen]) => {
        if (seen?.isIntersecting) more.current()
      },
      { rootMargin: AHEAD },
    )
    observer.observe(button.current)
    return () => observer.disconnect()
  }, [isAsked])
  return (
    <div className="grid justify-items-center gap-2">
      {Boolean(error) && (
        <p role="alert" className="text-bad text-sm">
          {explain(problemOf(error))}
        </p>
      )}
      <Button ref={button} variant="quiet" disabled={isLoading} onClick={onMore}>
        {isLoading ? words.loading : words.more}
      </Button>
    </div>
  )
}
