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

/** Stands for a date or a time that is typed in part, of which the browser says nothing. */
const PARTIAL = '?'

/** What an input for a date or a time holds, as a text. */
export const typedDate = ({ value, validity }: HTMLInputElement) => (validity.badInput ? PARTIAL : value)
/** The inverse. What is typed in part is left to the browser. */
export const shownDate = (text: string) => (text === PARTIAL ? '' : text)
