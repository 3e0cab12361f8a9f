import { firstWeekday } from '../../calendar/days/day-names.ts'
import { MONTH, WEEKDAY } from '../../english/recurrence/names.ts'
import { editor as words } from '../../english/recurrence/words.ts'
import { SelectField } from '../../ui/form/select-field.tsx'
import { ANY_WEEKDAY, type DayChoice, type RuleForm } from './rule-form.ts'
import { Toggles } from './toggles.tsx'

interface DayFieldsProps {
  form: RuleForm
  error: string | undefined
  onChange: (change: Partial<RuleForm>) => void
}

/** On which days of its weeks, months or years a task occurs. */
export function DayFields(props: DayFieldsProps) {
  const { freq } = props.form
  if (freq === 'DAILY') return null
  return freq === 'WEEKLY' ? <Weekdays {...props} /> : <DaysOfMonth {...props} />
}

/** In the order of the user's weeks. */
const WEEK = WEEKDAY.short.map((_, i) => (firstWeekday - 1 + i) % 7)

function Weekdays({ form: { weekdays, from }, onChange }: DayFieldsProps) {
  return (
    <Toggles
      label={words.weekdays}
      options={WEEK.map((value) => ({
        value,
        label: WEEKDAY.short[value] ?? '',
        name: WEEKDAY.long[value] ?? '',
      }))}
      chosen={weekdays}
      hint={weekdays.length === 0 ? words.noWeekdays[from] : undefined}
      onChange={(chosen) => onChange({ weekdays: chosen })}
    />
  )
}

const CHOICES: readonly DayChoice[] = ['due', 'days', 'weekday']
const MONTHS = MONTH.long.map((_, i) => String(i + 1))
const MONTH_NAMES = Object.fromEntries(MONTH.long.map((name, i) => [String(i + 1), name]))

function DaysOfMonth({ form, error, onChange }: DayFieldsProps) {
  const { freq, on, month, monthDays, from } = form
  const isInMonth = freq === 'YEARLY' && on !== 'due'
  return (
    <>
      <div className={isInMonth ? 'grid grid-cols-2 gap-3' : 'contents'}>
        <SelectField
          label={words.on}
          value={on}
          options={CHOICES}
          names={words.onChoice(from)}
          onChange={(chosen) => onChange({ on: chosen })}
        />
        {isInMonth && (
          <SelectField
            label={words.month}
            value={String(month)}
            options={MONTHS}
            names={MONTH_NAMES}
            onChange={(chosen) => onChange({ month: Number(chosen) })}
          />
        )}
      </div>
      {on === 'days' && (
        <Toggles
          label={words.monthDays}
          options={MONTH_DAYS}
          chosen={monthDays}
          hint={monthDays.some((day) => day > 28) ? words.shortMonths : undefined}
          error={error}
          onChange={(chosen) => onChange({ monthDays: chosen })}
        />
      )}
      {on === 'weekday' && <NthWeekday form={form} onChange={onChange} />}
    </>
  )
}

const MONTH_DAYS = [
  ...Array.from({ length: 31 }, (_, i) => ({ value: i + 1, label: String(i + 1) })),
  { value: -1, label: words.lastDay, isWide: true },
]

const ORDINALS = [1, 2, 3, 4, 5, -1].map(String)
const ORDINAL_NAMES = Object.fromEntries(ORDINALS.map((n) => [n, words.ordinalName(Number(n))]))
const WEEKDAYS = [...WEEK, ANY_WEEKDAY].map(String)
const WEEKDAY_NAMES = Object.fromEntries(
  [...WEEKDAY.long, words.anyWeekday].map((name, i) => [String(i), name]),
)

function NthWeekday({ form: { ordinal, weekday }, onChange }: Omit<DayFieldsProps, 'error'>) {
  return (
    <div className="grid grid-cols-2 gap-3">
      <SelectField
        label={words.ordinal}
        value={String(ordinal)}
        options={ORDINALS}
        names={ORDINAL_NAMES}
        onChange={(chosen) => onChange({ ordinal: Number(chosen) })}
      />
      <SelectField
        label={words.weekday}
        value={String(weekday)}
        options={WEEKDAYS}
        names={WEEKDAY_NAMES}
        onChange={(chosen) => onChange({ weekday: Number(chosen) })}
      />
    </div>
  )
}
