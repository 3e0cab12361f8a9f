import { useConnection } from '../../api/connection.ts'
import { problemOf } from '../../api/problem.ts'
import { common } from '../../english/common.ts'
import { explain } from '../../english/problem.ts'
import { Button } from '../../ui/button.tsx'
import { Loading } from './loading.tsx'

interface LoadingOrErrorProps {
  /** The error, or null while loading. */
  error: unknown
  onRetry: () => unknown
}

/** The placeholder of data that is loading, failed to load, or cannot be loaded without a connection. */
export function LoadingOrError({ error, onRetry }: LoadingOrErrorProps) {
  const isOnline = useConnection() === 'online'
  if (!isOnline)
    return (
      <p role="status" className="animate-late p-10 text-center text-soft">
        {common.notHere}
      </p>
    )
  if (!error) return <Loading />
  return (
    <div role="alert" className="grid justify-items-center gap-4 p-10 text-center text-soft">
      <p>{explain(problemOf(error))}</p>
      <Button onClick={() => void onRetry()}>{common.retry}</Button>
    </div>
  )
}
