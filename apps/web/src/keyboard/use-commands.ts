import { createContext, use, useEffect, useRef } from 'react'
import type { Action, MoveToProject, Registry } from './action.ts'

interface CommandsValue {
  registry: Registry
  openPalette: () => void
  openShortcuts: () => void
  openQuickAdd: () => void
  openNewProject: () => void
  /** Signs out, and asks first if changes would be lost. */
  signOut: () => void
}

export const CommandsContext = createContext<CommandsValue | undefined>(undefined)

export function useCommands(): CommandsValue {
  const value = use(CommandsContext)
  if (!value) throw new Error('useCommands must be used inside <Commands>')
  return value
}

/** Registers actions while the caller is mounted. Labels and keys are fixed at the first render. */
export function useActions(name: string, actions: readonly Action[], moveToProject?: MoveToProject): void {
  const { registry } = useCommands()
  const latest = useRef(actions)
  latest.current = actions
  const latestMove = useRef(moveToProject)
  latestMove.current = moveToProject
  useEffect(() => {
    const stable = latest.current.map((action, i) => ({
      ...action,
      run: () => latest.current[i]?.run(),
    }))
    const move = latestMove.current && ((id: string | null) => latestMove.current?.(id))
    return registry.add({ name, actions: stable, moveToProject: move })
  }, [registry, name])
}
