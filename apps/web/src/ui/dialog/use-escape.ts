import { type RefObject, useEffect, useRef } from 'react'

/** The dialogs and popovers that are open, the one on top last. */
const open: object[] = []

/**
 * Closes the dialog or popover on top on Escape, also while the focus is still on its way there. Radix passes Escape only to the
 * layer opened last, which may be a toast.
 */
export function useEscape(content: RefObject<HTMLElement | null>, onEscape: () => void) {
  const latest = useRef(onEscape)
  latest.current = onEscape
  useEffect(() => {
    const self = {}
    open.push(self)
    const onKeyDown = ({ key, target }: KeyboardEvent) => {
      if (key !== 'Escape' || !(target instanceof Element) || target.closest('[role="menu"]')) return
      if (open.at(-1) !== self) return
      if (target === document.body || content.current?.contains(target)) latest.current()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => {
      document.removeEventListener('keydown', onKeyDown)
      open.splice(open.indexOf(self), 1)
    }
  }, [content])
}
