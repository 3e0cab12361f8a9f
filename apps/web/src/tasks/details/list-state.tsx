import { useConnection } from '../../api/connection.ts'
import { problemOf } from '../../api/problem.ts'
import { common } from '../../english/common.ts'
import { explain } from '../../english/problem.ts'
import { Button } from '../../ui/button.tsx'

interface ListStateProps {
  isLoaded: boolean
  error: unknown
  refetch: () => unknown
  /** What is said while it cannot be loaded because there is no connection. */
  offline: string
}

/** Stands for a list in the panel of a task while it loads, and above it where that failed. */
export function ListState({ isLoaded, error, refetch, offline }: ListStateProps) {
  const isOnline = useConnection() === 'online'
  return (
    <>
      {!isLoaded && !error && <p className="text-soft text-sm">{isOnline ? common.loading : offline}</p>}
      {error !== null && isOnline && (
        <p role="alert" className="flex items-center justify-between gap-2 text-bad text-sm">
          {explain(problemOf(error))}
          <Button onClick={() => void refetch()}>{common.retry}</Button>
        </p>
      )}
    </>
  )
}
