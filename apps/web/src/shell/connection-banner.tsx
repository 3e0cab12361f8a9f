import { CloudOff } from 'lucide-react'
import { useConnection } from '../api/connection.ts'
import { common } from '../english/common.ts'
import { usePending } from '../sync/use-sync.tsx'

/** Says that the server cannot be reached, and how many changes wait. */
export function ConnectionBanner() {
  const state = useConnection()
  const pending = usePending()
  return (
    <div role="status">
      {state !== 'online' && (
        <p className="flex flex-wrap items-center justify-center gap-x-2 bg-warn-tint px-4 py-2 text-center text-sm text-warn">
          <CloudOff size={16} aria-hidden />
          {state === 'offline' ? common.unreachable.offline : common.unreachable.banner}
          {pending.length > 0 && <strong>{common.pending(pending.length)}</strong>}
        </p>
      )}
    </div>
  )
}
