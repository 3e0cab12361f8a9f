import { editor as words } from '../../english/recurrence/words.ts'
import { Field } from '../../ui/form/field.tsx'
import { SelectField } from '../../ui/form/select-field.tsx'
import type { FormProblems } from './check-form.ts'
import { DayFields } from './day-fields.tsx'
import type { RuleForm } from './rule-form.ts'
import { UntilField } from './until-field.tsx'

const FREQUENCIES = ['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'] as const
const ENDS = ['never', 'until', 'count'] as const
const FROM = ['due', 'completion'] as const

interface RuleFieldsProps {
  form: RuleForm
  /** On which the task is due. */
  day: string
  problems: FormProblems
  onChange: (change: Partial<RuleForm>) => void
}

/** All that makes up a rule. */
export function RuleFields({ form, day, problems, onChange }: RuleFieldsProps) {
  const { freq, interval, ends, until, count, from } = form
  return (
    <>
      <div className="grid grid-cols-[6rem_1fr] gap-3">
        <Field
          label={words.every}
          inputMode="numeric"
          autoComplete="off"
          value={interval}
          error={problems.interval}
          onFocus={({ target }) => target.select()}
          onChange={({ target }) => onChange({ interval: target.value })}
        />
        <SelectField
          label={words.unitLabel}
          value={freq}
          options={FREQUENCIES}
          names={words.unit(interval)}
          onChange={(chosen) => onChange({ freq: chosen })}
        />
      </div>
      <DayFields form={form} error={problems.days} onChange={onChange} />
      <div className={ends === 'never' ? 'grid' : 'grid grid-cols-2 gap-3'}>
        <SelectField
          label={words.ends}
          value={ends}
          options={ENDS}
          names={words.endsChoice}
          onChange={(chosen) => onChange({ ends: chosen })}
        />
        {ends === 'until' && (
          <UntilField
            value={until}
            min={day}
            error={problems.until}
            onChange={(value) => onChange({ until: value })}
          />
        )}
        {ends === 'count' && (
          <Field
            label={words.count}
            inputMode="numeric"
            autoComplete="off"
            value={count}
            error={problems.count}
            onFocus={({ target }) => target.select()}
            onChange={({ target }) => onChange({ count: target.value })}
          />
        )}
      </div>
      <SelectField
        label={words.from}
        value={from}
        options={FROM}
        names={words.fromChoice}
        onChange={(chosen) => onChange({ from: chosen })}
      />
    </>
  )
}
