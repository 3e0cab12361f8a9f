import { Plus } from 'lucide-react'
import { useLocation } from 'wouter'
import { shell as words } from '../english/shell.ts'
import { useCommands } from '../keyboard/use-commands.ts'

/** The pages of tasks. */
const PAGES = /^\/(today|upcoming|all|board|calendar|projects\/.+)$/

/** Adds a task from under the thumb, wherever the page is scrolled to. The bar of a selection takes its place. */
export function AddButton() {
  const { openQuickAdd } = useCommands()
  const [path] = useLocation()
  return (
    PAGES.test(path) && (
      <button
        type="button"
        aria-label={words.add}
        onClick={openQuickAdd}
        className="fixed right-4 bottom-[calc(4.5rem+env(safe-area-inset-bottom))] z-20 grid size-14 place-items-center rounded-2xl bg-accent text-on-accent shadow-raised in-[body:has([data-bulk-bar])]:hidden active:bg-accent-strong md:right-6 md:bottom-6"
      >
        <Plus size={26} aria-hidden />
      </button>
    )
  )
}
