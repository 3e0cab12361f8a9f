import { quickAdd as words } from '../english/quick-add.ts'
import { useCommands } from '../keyboard/use-commands.ts'
import { useObservable } from '../observable.ts'
import { REFUSED } from '../sync/drafts.ts'
import { useSync } from '../sync/use-sync.tsx'

/** Says that lines of quick add were refused, while no free input has taken them back. */
export function RefusedLines() {
  const { drafts } = useSync()
  const { openQuickAdd } = useCommands()
  const count = useObservable({ get: () => drafts.namesLike(REFUSED).length, subscribe: drafts.subscribe })
  return (
    <div role="status">
      {count > 0 && (
        <p className="flex flex-wrap items-center justify-center gap-x-2 bg-warn-tint px-4 py-2 text-center text-sm text-warn">
          {words.refused(count)}
          <button type="button" onClick={openQuickAdd} className="font-medium underline">
            {words.edit}
          </button>
        </p>
      )}
    </div>
  )
}
