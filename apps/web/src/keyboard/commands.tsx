import { lazy, type ReactNode, Suspense, useEffect, useMemo, useState } from 'react'
import { tinykeys } from 'tinykeys'
import { useLocation } from 'wouter'
import { keyboard as words } from '../english/keyboard.ts'
import { shell } from '../english/shell.ts'
import { useObservable } from '../observable.ts'
import { useSync } from '../sync/use-sync.tsx'
import { retryImport } from '../ui/retry-import.ts'
import { type Action, createRegistry, handlesKeysItself, type Registry } from './action.ts'
import { CommandsContext, useActions, useCommands } from './use-commands.ts'

const Palette = lazy(retryImport(() => import('./palette.tsx')))
const Shortcuts = lazy(retryImport(() => import('./shortcuts.tsx')))
const NewProjectDialog = lazy(retryImport(() => import('../projects/new-project-dialog.tsx')))
const QuickAddDialog = lazy(retryImport(() => import('../quick-add/quick-add-dialog.tsx')))

type Open = 'palette' | 'shortcuts' | 'quick-add' | 'new-project' | undefined

/** Binds the shortcuts of all registered actions, and opens the palette, the list of shortcuts quick add and the form of a new project. */
export function Commands({ children }: { children: ReactNode }) {
  const [registry] = useState(createRegistry)
  const [open, setOpen] = useState<Open>()
  const close = () => setOpen(undefined)
  const value = useMemo(
    () => ({
      registry,
      openPalette: () => setOpen('palette'),
      openShortcuts: () => setOpen('shortcuts'),
      openQuickAdd: () => setOpen('quick-add'),
      openNewProject: () => setOpen('new-project'),
    }),
    [registry],
  )
  return (
    <CommandsContext value={value}>
      <Keys registry={registry} />
      <ActionsOfEveryPage />
      {children}
      <Suspense>
        {open === 'palette' && <Palette onClose={close} />}
        {open === 'shortcuts' && <Shortcuts onClose={close} />}
        {open === 'quick-add' && <QuickAddDialog onClose={close} />}
        {open === 'new-project' && <NewProjectDialog onClose={close} />}
      </Suspense>
    </CommandsContext>
  )
}

function Keys({ registry }: { registry: Registry }) {
  const groups = useObservable(registry)
  useEffect(() => tinykeys(window, bindingsOf(groups.flatMap(({ actions }) => actions))), [groups])
  return null
}

/** How long the first key of a sequence waits for the next, in ms. The default of tinykeys. */
const SEQUENCE_MS = 1_000

function bindingsOf(actions: readonly Action[]) {
  const bindings: Record<string, (event: KeyboardEvent) => void> = {}
  // The second key of a sequence must not trigger its own action.
  let sequenceStartedAt = -SEQUENCE_MS
  const isWithinSequence = () => performance.now() - sequenceStartedAt < SEQUENCE_MS
  for (const { keys = [], run, whileTyping } of actions) {
    for (const key of keys) {
      const [first = '', ...rest] = key.split(' ')
      if (rest.length > 0) {
        bindings[first] ??= (event) => {
          if (!handlesKeysItself(event)) sequenceStartedAt = performance.now()
        }
      }
      bindings[key] = (event) => {
        if (event.defaultPrevented || (!whileTyping && handlesKeysItself(event))) return
        const endsSequence = rest.length === 0 && isWithinSequence()
        sequenceStartedAt = -SEQUENCE_MS
        if (endsSequence) return
        event.preventDefault()
        run()
      }
    }
  }
  return bindings
}

function ActionsOfEveryPage() {
  const { openPalette, openShortcuts, openQuickAdd, openNewProject } = useCommands()
  const sync = useSync()
  const [, go] = useLocation()
  useActions(words.groups.anywhere, [
    { label: words.quickAdd, keys: ['c'], run: openQuickAdd },
    { label: words.openPalette, keys: ['$mod+k'], shown: '⌘/Ctrl K', whileTyping: true, run: openPalette },
    { label: shell.newProject, run: openNewProject },
    { label: words.undo, keys: ['$mod+z'], shown: '⌘/Ctrl Z', run: () => sync.undo() },
    { label: words.help, keys: ['?', 'Shift+?'], shown: '?', run: openShortcuts },
  ])
  useActions(words.groups.go, [
    { label: shell.tasks, keys: ['g t'], run: () => go('/') },
    { label: shell.board, keys: ['g b'], run: () => go('/board') },
    { label: shell.calendar, keys: ['g c'], run: () => go('/calendar') },
    { label: shell.projects, keys: ['g p'], run: () => go('/projects') },
    { label: shell.stats, keys: ['g s'], run: () => go('/stats') },
    { label: shell.trash, keys: ['g x'], run: () => go('/trash') },
    { label: shell.account, keys: ['g a'], run: () => go('/account') },
  ])
  return null
}
