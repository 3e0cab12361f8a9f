import { useQuery } from '@tanstack/react-query'
import { type KeyboardEvent, useMemo, useRef } from 'react'
import { STATUSES, type TaskStatus, useTRPC } from '../api/trpc.ts'
import { board as words } from '../english/task/board.ts'
import { useActions } from '../keyboard/use-commands.ts'
import { useSync } from '../sync/use-sync.tsx'
import { useTaskActions } from '../tasks/use-task-actions.ts'
import { itemOf, neighbourOf } from '../ui/columns.ts'
import { focusWhenRendered } from '../ui/focus-when-rendered.ts'

/** The number of columns that Shift with a key moves a card by. */
const COLUMN_OFFSETS: Record<string, 1 | -1> = { ArrowLeft: -1, ArrowRight: 1 }

/** Moves cards and the focus by pointer, menu and keys. */
export function useBoard() {
  const sync = useSync()
  const actions = useTaskActions()
  const board = useRef<HTMLElement>(null)
  /** The card that had the focus last. Actions chosen from the palette apply to it. */
  const currentId = useRef<string>(undefined)

  const { move, moveWithFocus, moveBy } = useMemo(() => {
    const cardIn = (status: TaskStatus, id: string) =>
      board.current?.querySelector<HTMLElement>(
        `[data-column="${status}"] [data-task-id="${CSS.escape(id)}"]`,
      )

    const move = (id: string, status: TaskStatus) => {
      const task = sync.find(id)
      if (task && task.status !== status) actions.setStatus([task], status)
    }

    /** Moves a card and the focus with it. If the card does not show in its new column, its old neighbour takes the focus. */
    const moveWithFocus = (id: string, status: TaskStatus) => {
      const from = sync.find(id)?.status
      const card = from && cardIn(from, id)
      const next = card && (neighbourOf(card, 'ArrowDown') ?? neighbourOf(card, 'ArrowUp'))
      move(id, status)
      focusWhenRendered(() => cardIn(status, id), { fallback: () => (next?.isConnected ? next : undefined) })
    }

    const moveBy = (id: string | undefined, step: 1 | -1) => {
      const from = id === undefined ? undefined : sync.find(id)?.status
      const to = from && STATUSES[STATUSES.indexOf(from) + step]
      if (id !== undefined && to) moveWithFocus(id, to)
    }
    return { move, moveWithFocus, moveBy }
  }, [sync, actions])

  const onKeyDown = (event: KeyboardEvent) => {
    const card = itemOf(event.target)
    if (!card || event.altKey || event.ctrlKey || event.metaKey) return
    const step = event.shiftKey ? COLUMN_OFFSETS[event.key] : undefined
    const next = event.shiftKey ? undefined : neighbourOf(card, event.key)
    if (!step && !next) return
    event.preventDefault()
    next?.focus()
    if (step) moveBy(card.dataset.taskId, step)
  }

  const onFocus = (event: { target: EventTarget }) => {
    currentId.current = itemOf(event.target)?.dataset.taskId ?? currentId.current
  }

  const { keys } = words
  const focusFirst = () => board.current?.querySelector<HTMLElement>('[data-item][tabindex="0"]')?.focus()
  // No global keys: arrows work on the cards only, elsewhere they scroll. The frame lets the palette close first.
  useActions(keys.group, [
    { label: keys.cards, keys: [], shown: '← ↑ ↓ →', run: () => requestAnimationFrame(focusFirst) },
    { label: keys.left, keys: [], shown: 'Shift ←', run: () => moveBy(currentId.current, -1) },
    { label: keys.right, keys: [], shown: 'Shift →', run: () => moveBy(currentId.current, 1) },
  ])

  return { ref: board, onKeyDown, onFocus, move, moveWithFocus }
}

/** The server's count of tasks per status. */
export function useCounts() {
  const trpc = useTRPC()
  return useQuery(trpc.task.stats.queryOptions({})).data?.byStatus
}
