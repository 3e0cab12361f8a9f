import { useEffect, useRef } from 'react'
import { problemOf } from '../api/problem.ts'
import { common } from '../english/common.ts'
import { explain } from '../english/problem.ts'
import { Button } from './button.tsx'

/** How far below the viewport the button triggers loading. */
const PRELOAD_MARGIN = '600px'

interface LoadMoreProps {
  isLoading: boolean
  /** The error of the last attempt, or null. After an error only the button loads more. */
  error: unknown
  onMore: () => void
}

/** A button that loads more, and does so by itself shortly before it scrolls into view. */
export function LoadMore({ isLoading, error, onMore }: LoadMoreProps) {
  const button = useRef<HTMLButtonElement>(null)
  const more = useRef(onMore)
  more.current = onMore
  const isPaused = isLoading || Boolean(error)
  useEffect(() => {
    if (!button.current || isPaused) return
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (entry?.isIntersecting) more.current()
      },
      { rootMargin: PRELOAD_MARGIN },
    )
    observer.observe(button.current)
    return () => observer.disconnect()
  }, [isPaused])
  return (
    <div className="grid justify-items-center gap-2">
      {Boolean(error) && (
        <p role="alert" className="text-bad text-sm">
          {explain(problemOf(error))}
        </p>
      )}
      <Button ref={button} variant="quiet" disabled={isLoading} onClick={onMore}>
        {isLoading ? common.loadingMore : common.more}
      </Button>
    </div>
  )
}
