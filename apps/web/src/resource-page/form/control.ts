import type { Field } from '../fields.ts'

/** What a control gets, so that labels, hints and errors belong to it. */
export interface ControlProps {
  id: string
  field: Field<unknown>
  text: string
  /** What the choice of no value is called. */
  none: string
  onChange: (text: string) => void
  autoFocus: boolean
  'aria-invalid'?: true
  'aria-describedby'?: string
  'aria-required'?: true
  className: string
}
