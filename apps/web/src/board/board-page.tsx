import { Plus } from 'lucide-react'
import { STATUSES } from '../api/trpc.ts'
import { board as words } from '../english/task/board.ts'
import { useCommands } from '../keyboard/use-commands.ts'
import { OpenedTask } from '../tasks/details/opened-task.tsx'
import { Button } from '../ui/button.tsx'
import { Column } from './column.tsx'
import { useBoard, useCounts } from './use-board.ts'

/** All tasks, in one column per status. */
export default function BoardPage() {
  const { ref, onKeyDown, onFocus, move, moveWithFocus } = useBoard()
  const counts = useCounts()
  const { openQuickAdd } = useCommands()
  return (
    <div className="-mb-6 flex h-[calc(100dvh-6.75rem)] min-h-96 flex-col gap-4 md:-mb-8 md:h-[calc(100dvh-4rem)]">
      <header className="flex items-center gap-3">
        <h1 className="grow font-semibold text-2xl tracking-tight">{words.title}</h1>
        <Button icon={Plus} onClick={openQuickAdd} className="pointer-coarse:hidden">
          {words.add}
        </Button>
      </header>
      <section
        ref={ref}
        data-columns
        aria-label={words.columns}
        aria-describedby="board-hint"
        onKeyDown={onKeyDown}
        onFocus={onFocus}
        className="-mx-4 flex min-h-0 grow snap-x snap-mandatory in-data-dragging:snap-none scroll-px-4 gap-3 overflow-x-auto overscroll-x-contain px-4 md:-mx-8 md:snap-none md:px-8 lg:mx-0 lg:gap-4 lg:overflow-x-visible lg:px-0"
      >
        {STATUSES.map((status) => (
          <Column
            key={status}
            status={status}
            count={counts?.[status]}
            onDropped={move}
            onMove={moveWithFocus}
          />
        ))}
      </section>
      <p id="board-hint" className="sr-only">
        {words.hint}
      </p>
      <OpenedTask />
    </div>
  )
}
