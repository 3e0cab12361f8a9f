import type { Task } from '../api/trpc.ts'
import { createObservable } from '../observable.ts'

/** Tasks whose due date is to be picked. */
export interface DueRequest {
  tasks: readonly Task[]
  /** Called when it was. */
  onPicked?: () => void
}

/** Opens the date picker from a menu or by a shortcut, which are gone when it opens. */
export const dueRequest = createObservable<DueRequest | undefined>(undefined)
