import { lazy, type ReactNode, Suspense, useEffect, useMemo, useState } from 'react'
import { useLocation } from 'wouter'
import { MOD, keyboard as words } from '../english/keyboard.ts'
import { shell } from '../english/shell.ts'
import { useSharedLine } from '../installed/use-shared-line.ts'
import { toggleSidebar } from '../shell/sidebar.ts'
import { useSync } from '../sync/use-sync.tsx'
import { preloadWhenIdle } from '../ui/preload-when-idle.ts'
import { retryImport } from '../ui/retry-import.ts'
import { createRegistry, type Registry } from './action.ts'
import { createShortcuts } from './create-shortcuts.ts'
import { CommandsContext, useActions, useCommands } from './use-commands.ts'

const loadPalette = retryImport(() => import('./palette/palette.tsx'))
const Palette = lazy(loadPalette)
const Shortcuts = lazy(retryImport(() => import('./shortcuts.tsx')))
const NewProjectDialog = lazy(retryImport(() => import('../projects/new-project-dialog.tsx')))
const SignOutDialog = lazy(retryImport(() => import('../waiting/sign-out-dialog.tsx')))
const loadLeaving = retryImport(() => import('../session/leave.ts'))
const QuickAddDialog = lazy(retryImport(() => import('../quick-add/quick-add-dialog.tsx')))

type Open = 'palette' | 'shortcuts' | 'quick-add' | 'new-project' | 'sign-out' | undefined

/** Binds the shortcuts of all registered actions, and opens the palette, the list of shortcuts quick add and the form of a new project. */
export function Commands({ children }: { children: ReactNode }) {
  const [registry] = useState(createRegistry)
  const [open, setOpen] = useState<Open>()
  const { pending } = useSync()
  const close = () => setOpen(undefined)
  useEffect(() => {
    const left = new AbortController()
    preloadWhenIdle(() => void loadPalette(), left.signal)
    return () => left.abort()
  }, [])
  const value = useMemo(
    () => ({
      registry,
      openPalette: () => setOpen('palette'),
      openShortcuts: () => setOpen('shortcuts'),
      openQuickAdd: () => setOpen('quick-add'),
      openNewProject: () => setOpen('new-project'),
      signOut: () => {
        if (pending.get().length > 0) setOpen('sign-out')
        else void loadLeaving().then(({ signOut }) => signOut())
      },
    }),
    [registry, pending],
  )
  return (
    <CommandsContext value={value}>
      <Keys registry={registry} isPaused={open !== undefined} />
      <ActionsOfEveryPage />
      {children}
      <Suspense>
        {open === 'palette' && <Palette onClose={close} />}
        {open === 'shortcuts' && <Shortcuts onClose={close} />}
        {open === 'quick-add' && <QuickAddDialog onClose={close} />}
        {open === 'new-project' && <NewProjectDialog onClose={close} />}
        {open === 'sign-out' && <SignOutDialog onClose={close} />}
      </Suspense>
    </CommandsContext>
  )
}

/** Runs what keys are for. While a dialog opens, they are not for what is behind it. */
function Keys({ registry, isPaused }: { registry: Registry; isPaused: boolean }) {
  useEffect(() => {
    const press = createShortcuts(() =>
      registry
        .get()
        .flatMap(({ actions }) => actions)
        .filter(({ whileTyping }) => whileTyping || !isPaused),
    )
    window.addEventListener('keydown', press)
    return () => window.removeEventListener('keydown', press)
  }, [registry, isPaused])
  return null
}

function ActionsOfEveryPage() {
  const { openPalette, openShortcuts, openQuickAdd, openNewProject } = useCommands()
  const sync = useSync()
  const [, go] = useLocation()
  useSharedLine(openQuickAdd)
  useActions(words.groups.anywhere, [
    { label: words.quickAdd, keys: ['c'], run: openQuickAdd },
    { label: words.openPalette, keys: ['$mod+k'], shown: `${MOD} K`, whileTyping: true, run: openPalette },
    { label: shell.newProject, run: openNewProject },
    { label: words.undo, keys: ['$mod+z'], shown: `${MOD} Z`, run: sync.undo },
    { label: words.redo, keys: ['$mod+Shift+z', '$mod+y'], shown: `${MOD} Shift Z`, run: sync.redo },
    { label: shell.sidebar, run: toggleSidebar },
    { label: words.help, keys: ['?', 'Shift+?'], shown: '?', run: openShortcuts },
  ])
  useActions(words.groups.go, [
    { label: shell.today, keys: ['g t'], run: () => go('/today') },
    { label: shell.upcoming, keys: ['g u'], run: () => go('/upcoming') },
    { label: shell.tasks, keys: ['g l'], run: () => go('/all') },
    { label: shell.board, keys: ['g b'], run: () => go('/board') },
    { label: shell.calendar, keys: ['g c'], run: () => go('/calendar') },
    { label: shell.projects, keys: ['g p'], run: () => go('/projects') },
    { label: shell.stats, keys: ['g s'], run: () => go('/stats') },
    { label: shell.trash, keys: ['g x'], run: () => go('/trash') },
    { label: shell.account, keys: ['g a'], run: () => go('/account') },
    { label: shell.import, run: () => go('/import') },
  ])
  return null
}
