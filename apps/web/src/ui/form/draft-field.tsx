import type { ComponentProps } from 'react'
import { useDraft, useSync } from '../../sync/use-sync.tsx'
import { Field } from './field.tsx'

interface DraftFieldProps extends Omit<ComponentProps<typeof Field>, 'value' | 'defaultValue' | 'onChange'> {
  /** The name of the draft. The form drops it when it is saved. */
  draft: string
  /** The saved value. */
  saved?: string
}

/** A field of a form with a button to save. What is typed is kept through a reload and through closing the form. */
export function DraftField({ draft, saved = '', ...field }: DraftFieldProps) {
  const { drafts } = useSync()
  const text = useDraft(draft)?.text
  return (
    <Field
      {...field}
      value={text ?? saved}
      onChange={({ target: { value } }) =>
        value === saved ? drafts.drop(draft) : drafts.set(draft, { text: value })
      }
    />
  )
}
