import { problemOf } from '../api/problem.ts'
import { common } from '../english/common.ts'
import { explain } from '../english/problem.ts'
import { Button } from '../ui/button.tsx'
import { Loading } from './loading.tsx'

interface WaitingProps {
  /** Why there is no answer; null while it is on its way. */
  error: unknown
  onRetry: () => unknown
}

/** Stands where an answer will: it is on its way, or did not come. */
export function Waiting({ error, onRetry }: WaitingProps) {
  if (!error) return <Loading />
  return (
    <div role="alert" className="grid justify-items-center gap-4 p-10 text-center text-soft">
      <p>{explain(problemOf(error))}</p>
      <Button onClick={() => void onRetry()}>{common.retry}</Button>
    </div>
  )
}
