import { CloudOff } from 'lucide-react'
import { lazy, Suspense, useState } from 'react'
import { useConnection } from '../api/connection.ts'
import { common } from '../english/common.ts'
import { usePending } from '../sync/use-sync.tsx'
import { retryImport } from '../ui/retry-import.ts'

const WaitingDialog = lazy(retryImport(() => import('../waiting/waiting-dialog.tsx')))

/** Says that the server cannot be reached, and how many changes wait. They are listed on request. */
export function ConnectionBanner() {
  const state = useConnection()
  const pending = usePending()
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <div role="status">
        {state !== 'online' && (
          <p className="flex flex-wrap items-center justify-center gap-x-2 bg-warn-tint px-4 py-2 text-center text-sm text-warn">
            <CloudOff size={16} aria-hidden className="max-sm:hidden" />
            {state === 'offline' ? common.unreachable.offline : common.unreachable.banner}
            {pending.length > 0 && (
              <button type="button" onClick={() => setOpen(true)} className="font-medium underline">
                {common.pending(pending.length)}
              </button>
            )}
          </p>
        )}
      </div>
      {isOpen && (
        <Suspense>
          <WaitingDialog onClose={() => setOpen(false)} />
        </Suspense>
      )}
    </>
  )
}
