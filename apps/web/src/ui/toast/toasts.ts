import { createObservable } from '../../observable.ts'

/** A short message at the edge of the page, announced to screen readers. */
export interface Toast {
  id: number
  message: string
  tone: 'plain' | 'bad'
  action?: { label: string; run: () => void } | undefined
}

const MAX_SHOWN = 3

/** The toasts on the page, the latest last. */
export const toasts = createObservable<readonly Toast[]>([])
let last = 0

/** Shows a message for a while and returns its id. */
export function toast({
  tone = 'plain',
  ...rest
}: Omit<Toast, 'id' | 'tone'> & { tone?: Toast['tone'] }): number {
  last += 1
  // A repeated message replaces the earlier one.
  const others = toasts.get().filter(({ message }) => message !== rest.message)
  toasts.set([...others, { id: last, tone, ...rest }].slice(-MAX_SHOWN))
  return last
}

export function dismiss(id: number) {
  toasts.set(toasts.get().filter((one) => one.id !== id))
}
