import { type FormEvent, useState } from 'react'
import { common } from '../../english/common.ts'
import { Button } from '../button.tsx'
import { Field } from '../form/field.tsx'
import { Dialog } from './dialog.tsx'

interface ConfirmDialogProps {
  title: string
  text: string
  /** The label of the button that confirms. */
  action: string
  onConfirm: () => void
  onClose: () => void
  isBusy?: boolean
  error?: string | undefined
  /** A text to type before an irreversible action. */
  typed?: { label: string; expected: string }
}

/** Asks for confirmation. It is open as long as it is mounted. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, text, action, onConfirm, onClose, isBusy = false, error, typed } = props
  const [value, setValue] = useState('')
  const isConfirmed = !typed || value.trim().toLowerCase() === typed.expected.toLowerCase()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (isConfirmed && !isBusy) onConfirm()
  }
  return (
    <Dialog isOpen onClose={onClose} title={title} description={text}>
      <form onSubmit={submit} className="grid gap-4">
        {typed && (
          <Field
            label={typed.label}
            value={value}
            onChange={(event) => setValue(event.target.value)}
            autoFocus
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
          />
        )}
        {error && (
          <p role="alert" className="text-bad text-sm">
            {error}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button type="submit" variant="danger" disabled={!isConfirmed || isBusy}>
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
