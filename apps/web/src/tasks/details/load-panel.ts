import { useEffect } from 'react'
import { preloadWhenIdle } from '../../ui/preload-when-idle.ts'
import { preloadable } from '../../ui/preloadable.tsx'

export const TaskDialog = preloadable(() => import('./task-dialog.tsx'))

/** What opens a task: its row, its card, or a link to it. */
const OPENERS = '[data-task-focus], a[href*="task="]'

/**
 * Loads the code of the panel before it is needed: when the pointer or the focus comes to a task, and at the latest when
 * nothing else is to be done and the service worker has it, so that it takes nothing from the network.
 */
export function usePanelPreload(): void {
  useEffect(() => {
    const done = new AbortController()
    const load = () => {
      done.abort()
      void TaskDialog.preload()
    }
    const onApproach = ({ target }: Event) => {
      if (target instanceof Element && target.closest(OPENERS)) load()
    }
    for (const type of ['pointerover', 'focusin'])
      document.addEventListener(type, onApproach, { signal: done.signal })
    preloadWhenIdle(load, done.signal)
    return () => done.abort()
  }, [])
}
