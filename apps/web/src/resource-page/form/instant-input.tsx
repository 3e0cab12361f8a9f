import { resourcePage as words } from '../../english/resource-page.ts'
import { type ControlProps, shownDate, typedDate } from './control.ts'

/** A date and a time: two inputs, because a browser says nothing of one for both that lacks either. */
export function InstantInput({
  id,
  field: _,
  none: __,
  autoFocus,
  text,
  onChange,
  label,
  ...rest
}: ControlProps & { label: string }) {
  const [day = '', time = ''] = text.split(' ')
  const change = (nextDay: string, nextTime: string) => onChange(`${nextDay} ${nextTime}`.trimEnd())
  return (
    <div className="grid grid-cols-[3fr_2fr] gap-x-3">
      <input
        {...rest}
        id={id}
        {...(autoFocus && { autoFocus })}
        type="date"
        value={shownDate(day)}
        onChange={({ target }) => change(typedDate(target), time)}
      />
      <input
        {...rest}
        aria-label={words.timeOf(label)}
        type="time"
        value={shownDate(time)}
        onChange={({ target }) => change(day, typedDate(target))}
      />
    </div>
  )
}
