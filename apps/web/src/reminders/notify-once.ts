import type { Task } from '../api/trpc.ts'
import { dueTime, formatDue } from '../english/format/time.ts'
import { taskDetails as words } from '../english/task/details.ts'
import { MAX_LATE_MS } from './remind-at.ts'

/**
 * Shows a notification of a task, once for each time in all pages of this browser. `open` is called when it is clicked.
 * The page that shows it holds a lock for as long as others may come to it. What a page stored would reach them too late:
 * each process of a browser has its own copy of `localStorage`.
 */
export async function notifyOnce(task: Task, at: number, open: (id: string) => void): Promise<void> {
  const name = `tandem.reminder ${task.id} ${at}`
  await navigator.locks.request(name, { ifAvailable: true }, async (lock) => {
    if (!lock) return
    show(task, name, open)
    await new Promise((resolve) => setTimeout(resolve, 2 * MAX_LATE_MS))
  })
}

function show(task: Task, tag: string, open: (id: string) => void): void {
  const { id, title } = task
  try {
    const notification = new Notification(title, { body: words.dueThen(formatDue(dueTime(task) ?? '')), tag })
    notification.onclick = () => {
      window.focus()
      open(id)
      notification.close()
    }
  } catch {
    // Phones let only service workers show one. Their owners get the mail.
  }
}
