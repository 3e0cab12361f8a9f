import { createContext, use, useEffect, useRef } from 'react'
import type { Action, Registry } from './action.ts'

interface CommandsValue {
  registry: Registry
  openPalette: () => void
  openShortcuts: () => void
  openQuickAdd: () => void
}

export const CommandsContext = createContext<CommandsValue | undefined>(undefined)

export function useCommands(): CommandsValue {
  const value = use(CommandsContext)
  if (!value) throw new Error('useCommands is for what is inside of Commands')
  return value
}

/** Offers actions for as long as the caller is mounted. Their labels and keys are those of the first rendering. */
export function useActions(name: string, actions: readonly Action[]): void {
  const { registry } = useCommands()
  const latest = useRef(actions)
  latest.current = actions
  useEffect(() => {
    const stable = latest.current.map((action, i) => ({
      ...action,
      run: () => latest.current[i]?.run(),
    }))
    return registry.add({ name, actions: stable })
  }, [registry, name])
}
