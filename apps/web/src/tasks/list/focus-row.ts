import { focusWhenRendered } from '../../ui/focus-when-rendered.ts'

/** The id of the task whose row has the focus. */
export function focusedId(): string | undefined {
  return document.activeElement?.closest<HTMLElement>('[data-task-id]')?.dataset.taskId
}

/** The part of a task's row that takes the focus, if the row is rendered. */
export const rowOf = (id: string) =>
  document.querySelector<HTMLElement>(`[data-task-id="${CSS.escape(id)}"] [data-task-focus]`)

/** Focuses the row of a task once it is rendered. */
export function focusRow(id: string) {
  focusWhenRendered(() => rowOf(id), { frames: 6, preventScroll: true })
}
