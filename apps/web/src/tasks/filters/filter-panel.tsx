import { Bookmark } from 'lucide-react'
import { type KeyboardEvent, type RefObject, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { filters as words } from '../../english/task/filters.ts'
import { taskList } from '../../english/task/list.ts'
import { useSavedFilters } from '../../saved-filters/saved-filters.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog/dialog.tsx'
import { INITIAL_FOCUS } from '../../ui/dialog/initial-focus.ts'
import { Popover } from '../../ui/dialog/popover.tsx'
import { touch, useMedia } from '../../ui/use-media.ts'
import { isFiltered, type TaskQuery, writeQuery } from '../task-query.ts'
import { useFilterGroups } from './filter-groups.tsx'
import type { FilterName } from './filter-values.ts'
import { narrowed } from './narrowed.ts'
import { OptionGroup } from './option-group.tsx'

/** Tailwind's `sm`. A narrower window has no room beside a button. */
const wide = window.matchMedia('(min-width: 40rem)')

/** With fewer options, there is nothing to look for. */
const MIN_TO_FIND = 9

export interface FilterPanelProps {
  query: TaskQuery
  /** The only filter to show. Without it, there are all. */
  only: FilterName | undefined
  isOfProject: boolean
  /** How many tasks the filters find. */
  total: number | undefined
  anchor: RefObject<HTMLElement | null>
  onChange: (patch: Partial<TaskQuery>) => void
  onClear: () => void
  onClose: () => void
}

/** Where the filters of the list are chosen: beside the button or, on a phone, in a sheet. Each choice applies at once. */
export default function FilterPanel({ anchor, onClear, onClose, ...choice }: FilterPanelProps) {
  const isWide = useMedia(wide)
  const title = choice.only === undefined ? words.filter : words.label[choice.only]
  if (isWide) {
    const isWhole = choice.only === undefined
    return (
      <Popover
        title={title}
        anchor={anchor}
        side="bottom"
        // The button is at the right of the page, and the chips at the left.
        align={isWhole ? 'end' : 'start'}
        onClose={onClose}
        className={`${isWhole ? 'w-132' : 'w-80'} p-4`}
      >
        <Choice {...choice} onClose={onClose} />
      </Popover>
    )
  }
  return (
    <Dialog isOpen onClose={onClose} title={title}>
      <Choice {...choice} onClose={onClose} />
      <div className="sticky -bottom-5 z-10 -mx-5 flex gap-2 mt-4 -mb-5 border-line border-t bg-raised p-3 max-sm:-bottom-[max(1.25rem,env(safe-area-inset-bottom))]">
        {choice.only === undefined && isFiltered(choice.query) && (
          <Button aria-label={taskList.clear} onClick={onClear} className="min-h-11">
            {words.clear}
          </Button>
        )}
        <Button variant="primary" onClick={onClose} className="min-h-11 grow">
          {words.show(choice.total)}
        </Button>
      </div>
    </Dialog>
  )
}

function Choice({
  query,
  only,
  isOfProject,
  onChange,
  onClose,
}: Omit<FilterPanelProps, 'anchor' | 'total' | 'onClear'>) {
  const all = useFilterGroups(query, onChange, isOfProject)
  const groups = only === undefined ? all : all.filter(({ name }) => name === only)
  const [typed, setTyped] = useState('')
  const shown = narrowed(groups, typed)
  const isTyping = typed.trim() !== ''
  const current = isTyping ? shown[0]?.options[0] : undefined
  const content = useRef<HTMLDivElement>(null)
  const isTouch = useMedia(touch)
  const canFind = groups.flatMap(({ options }) => options).length >= MIN_TO_FIND

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'ArrowDown') {
      event.preventDefault()
      content.current?.querySelector<HTMLElement>('input:not([type="search"])')?.focus()
    }
    if (event.key !== 'Enter') return
    event.preventDefault()
    if (!isTyping) return onClose()
    current?.onChoose()
    if (current) setTyped('')
  }
  return (
    <div ref={content} className="grid grid-cols-1 gap-4">
      {canFind && (
        <input
          type="search"
          aria-label={words.find}
          placeholder={words.find}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={onKeyDown}
          autoComplete="off"
          autoCapitalize="none"
          enterKeyHint="done"
          className="field min-h-9 py-1 text-sm pointer-coarse:min-h-11 pointer-coarse:text-base"
          // On a touch screen, the keyboard would cover the options.
          {...(!isTouch && INITIAL_FOCUS)}
        />
      )}
      {only === undefined && !isOfProject && !isTyping && <Saved query={query} onClose={onClose} />}
      {shown.map((group) => (
        <OptionGroup key={group.name} group={group} isAlone={only !== undefined} current={current} />
      ))}
      {shown.length === 0 && <p className="text-soft text-sm">{words.nothing}</p>}
    </div>
  )
}

/** The saved filters, which a narrow window has nowhere else. */
function Saved({ query, onClose }: Pick<FilterPanelProps, 'query' | 'onClose'>) {
  const { filters } = useSavedFilters()
  const [, go] = useLocation()
  if (filters.length === 0) return null
  const search = writeQuery(new URLSearchParams(), query).toString()
  return (
    <section aria-label={words.saved}>
      <h3 className="mb-1.5 font-medium text-soft text-xs">{words.saved}</h3>
      <div className="flex flex-wrap gap-1.5 pointer-coarse:gap-2">
        {filters.map((filter) => (
          <button
            key={filter.name}
            type="button"
            aria-pressed={filter.search === search}
            onClick={() => {
              go(`/all?${filter.search}`)
              onClose()
            }}
            className="inline-flex min-h-8 min-w-0 max-w-full items-center gap-1.5 rounded-lg border border-strong-line/40 px-2.5 text-sm hover:bg-hover aria-pressed:border-accent aria-pressed:bg-accent-tint pointer-coarse:min-h-11 pointer-coarse:px-3"
          >
            <Bookmark size={14} aria-hidden className="shrink-0 text-soft" />
            <span className="truncate">{filter.name}</span>
          </button>
        ))}
      </div>
    </section>
  )
}
