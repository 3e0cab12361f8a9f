import { accountMenu as words } from '../english/account/account-menu.ts'
import { useObservable } from '../observable.ts'
import { Dialog } from '../ui/dialog/dialog.tsx'
import type { ActionGroup } from './action.ts'
import { useCommands } from './use-commands.ts'

/** The shortcuts of the current page. */
export default function Shortcuts({ onClose }: { onClose: () => void }) {
  const { registry } = useCommands()
  const groups = useObservable(registry)
  return (
    <Dialog isOpen onClose={onClose} title={words.shortcuts} shape="wide">
      <div className="gap-8 space-y-5 sm:columns-2">
        {groups.filter(hasKeys).map(({ name, actions }) => (
          <section key={name} className="grid break-inside-avoid gap-1.5">
            <h3 className="font-medium text-soft text-sm">{name}</h3>
            <dl className="grid gap-1 text-sm">
              {actions
                .filter(({ keys }) => keys)
                .map(({ label, keys, shown }) => (
                  <div key={label} className="flex items-center justify-between gap-4">
                    <dt>{label}</dt>
                    <dd>
                      <kbd className="rounded-md border border-line bg-sunken px-1.5 py-0.5 font-sans text-xs">
                        {shown ?? keys?.[0]}
                      </kbd>
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  )
}

const hasKeys = ({ actions }: ActionGroup) => actions.some(({ keys }) => keys)
