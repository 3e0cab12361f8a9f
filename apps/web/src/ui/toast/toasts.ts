import { createObservable } from '../../observable.ts'

/** A short message at the edge of the page, told to screen readers as well. */
export interface Toast {
  id: number
  message: string
  tone: 'plain' | 'bad'
  action?: { label: string; run: () => void } | undefined
}

/** How many are shown at once. */
const MOST = 3

/** What is shown, the latest last. */
export const toasts = createObservable<readonly Toast[]>([])
let last = 0

/** Shows a message for a while; answers its id. */
export function toast({
  tone = 'plain',
  ...rest
}: Omit<Toast, 'id' | 'tone'> & { tone?: Toast['tone'] }): number {
  last += 1
  // The same words again replace themselves.
  const others = toasts.get().filter(({ message }) => message !== rest.message)
  toasts.set([...others, { id: last, tone, ...rest }].slice(-MOST))
  return last
}

export function dismiss(id: number) {
  toasts.set(toasts.get().filter((one) => one.id !== id))
}
