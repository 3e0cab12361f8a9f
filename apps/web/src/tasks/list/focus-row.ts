import { focusWhenRendered } from '../../ui/focus-when-rendered.ts'

/** The id of the task whose row has the focus. */
export function focusedId(): string | undefined {
  return document.activeElement?.closest<HTMLElement>('[data-task-id]')?.dataset.taskId
}

/** Focuses the row of a task once it is rendered. */
export function focusRow(id: string) {
  focusWhenRendered(() => document.querySelector(`[data-task-id="${CSS.escape(id)}"] [data-task-focus]`), {
    frames: 6,
    preventScroll: true,
  })
}
