import type { Day } from '../calendar/days/day.ts'
import { weekdayName } from '../calendar/days/day-names.ts'
import { useToday } from '../calendar/days/use-today.ts'
import { datePicker as words } from '../english/task/days/date-picker.ts'
import { dueChoices } from '../tasks/due-choices.ts'
import { isTooEarly } from './month-grid.tsx'

interface SuggestionsProps {
  min: Day | undefined
  canClear: boolean
  /** Called with an empty text for no date. */
  onChoose: (day: Day | '') => void
}

/** The days that are chosen most, and no date. */
export function Suggestions({ min, canClear, onChoose }: SuggestionsProps) {
  const today = useToday()
  const choices = dueChoices().map(({ label, due }) =>
    'dueOn' in due ? { label, day: due.dueOn } : { label: words.none, day: '' },
  )
  return (
    // biome-ignore lint/a11y/useSemanticElements: a group of buttons, none of which is the field of a form
    <div role="group" aria-label={words.suggestions} className="grid grid-cols-2 gap-x-3 gap-y-1">
      {choices
        .filter(({ day }) => (day === '' ? canClear : !isTooEarly(day, min)))
        // On the weekend itself.
        .filter(({ day }, i) => i === 0 || day !== today)
        .map(({ label, day }) => (
          <button
            key={label}
            type="button"
            onClick={() => onChoose(day)}
            className="flex min-h-9 items-center justify-between gap-1 whitespace-nowrap rounded-lg px-2 text-left text-sm hover:bg-hover pointer-coarse:min-h-11"
          >
            {label}
            {day !== '' && (
              <span aria-hidden className="text-soft text-xs">
                {weekdayName(day, 'short')}
              </span>
            )}
          </button>
        ))}
    </div>
  )
}
