import { Trash2 } from 'lucide-react'
import { type FormEvent, type KeyboardEvent, useRef } from 'react'
import { common } from '../../english/common.ts'
import { formatMoment } from '../../english/format/moment.ts'
import { capitalised, resourcePage as words } from '../../english/resource-page.ts'
import { SubPageLinks } from '../../resources/sub-page-links.tsx'
import { useSubPages } from '../../resources/sub-pages-context.ts'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog/dialog.tsx'
import { focusWhenRendered } from '../../ui/focus-when-rendered.ts'
import { type Definition, type Row, settable } from '../definition.ts'
import { isComputed } from '../fields.ts'
import { RowValue } from '../row-value.tsx'
import { FieldInput } from './field-input.tsx'
import { type RowDraft, useRowDraft } from './row-draft.ts'
import { useSave } from './use-save.ts'

interface RowDialogProps {
  definition: Definition
  /** The row as it is now. Undefined for a new one. */
  row: Row | undefined
  onClose: () => void
  onDelete: (row: Row) => void
  /** Called with the row as it is now, where it was changed elsewhere. */
  onChangedElsewhere: (row: Row) => void
}

/** Shows a row, and has a form for what a user may change of it. */
export function RowDialog({ onDelete, ...props }: RowDialogProps) {
  const { definition, row, onClose } = props
  const { words: own, update, replace, remove } = definition
  const below = useSubPages(definition.name)
  const isEditable = !row || update !== undefined || replace !== undefined
  return (
    <Dialog isOpen onClose={onClose} title={row ? capitalised(own.one) : words.create(own.one)} shape="side">
      <div className="grid grid-cols-1 gap-5">
        {isEditable && <RowForm {...props} />}
        {row && (
          <>
            <Facts definition={definition} row={row} hasForm={isEditable} />
            <SubPageLinks pages={below} id={row.id} />
            {remove && (
              <Button variant="danger" icon={Trash2} onClick={() => onDelete(row)}>
                {words.delete}
              </Button>
            )}
          </>
        )}
      </div>
    </Dialog>
  )
}

function RowForm({ definition, row, onClose, onChangedElsewhere }: Omit<RowDialogProps, 'onDelete'>) {
  const { words: own, fields } = definition
  const inputs = settable(fields)
  const form = useRef<HTMLFormElement>(null)
  const draft = useRowDraft(definition, row)
  const save = useSave({
    definition,
    row,
    draft,
    onSaved: onClose,
    onRefused: () => focusWhenRendered(() => form.current?.querySelector<HTMLElement>('[aria-invalid]')),
    onChangedElsewhere,
  })
  const discard = () => {
    draft.discard()
    save.reset()
  }
  const hasTyped = Object.keys(draft.typed).length > 0
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (row && !hasTyped) return onClose()
    if (!draft.isConflict) save.save()
  }
  const saveByKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.metaKey || event.ctrlKey)) return
    // The button with the focus would send the form a second time.
    event.preventDefault()
    form.current?.requestSubmit()
  }
  return (
    <form ref={form} noValidate onSubmit={submit} onKeyDown={saveByKey} className="grid grid-cols-1 gap-4">
      {inputs.map(([name, field], at) => (
        <FieldInput
          key={name}
          field={field}
          label={own.fields[name] ?? name}
          text={draft.textOf(name)}
          error={save.errors[name]}
          hint={
            draft.isConflict && nowIn(draft, name) ? <Now field={field} value={row?.[name]} /> : undefined
          }
          onChange={(text) => draft.change(name, text)}
          autoFocus={at === 0}
        />
      ))}
      {/* In sight however long the form is. */}
      <div className="sticky -bottom-5 z-10 -mx-5 grid gap-3 border-line border-t bg-raised px-5 py-3">
        {save.error !== undefined && (
          <div
            role="alert"
            className="grid justify-items-start gap-2 rounded-lg bg-bad-tint px-3 py-2 text-bad text-sm"
          >
            {save.error}
            {save.canAddAgain && <Button onClick={save.addAgain}>{words.saveAsNew}</Button>}
          </div>
        )}
        {draft.isConflict ? (
          <Conflict one={own.one} onSave={save.overwrite} onDiscard={discard} />
        ) : (
          <div className="flex flex-wrap justify-end gap-2">
            {hasTyped && (
              <Button variant="quiet" onClick={discard}>
                {words.discard}
              </Button>
            )}
            <Button type="submit" variant="primary" disabled={save.isPending} autoFocus={inputs.length === 0}>
              {save.isPending ? words.saving : row ? common.save : words.add}
            </Button>
          </div>
        )}
      </div>
    </form>
  )
}

/** Whether a field is one that was typed into and is not what is there now. */
const nowIn = ({ typed, saved }: RowDraft, name: string) => name in typed && typed[name] !== saved[name]

function Now({ field, value }: { field: Parameters<typeof RowValue>[0]['field']; value: unknown }) {
  return (
    <>
      {words.conflict.now} <RowValue field={field} value={value} />
    </>
  )
}

interface ConflictProps {
  one: string
  onSave: () => void
  onDiscard: () => void
}

/** Nothing that was typed is lost, and nothing of somebody else's is overwritten, before the user has said so. */
function Conflict({ one, onSave, onDiscard }: ConflictProps) {
  return (
    <div role="alert" className="grid gap-3 rounded-lg bg-warn-tint px-3 py-2 text-sm text-warn">
      <p>{words.conflict.text(one)}</p>
      <div className="flex flex-wrap gap-2">
        <Button onClick={onSave}>{words.conflict.save}</Button>
        <Button onClick={onDiscard}>{words.conflict.discard}</Button>
      </div>
    </div>
  )
}

/** What the user does not set, or may not. */
function Facts({ definition, row, hasForm }: { definition: Definition; row: Row; hasForm: boolean }) {
  const { fields, words: own } = definition
  const shown = Object.entries(fields).filter(([, field]) => !hasForm || isComputed(field))
  return (
    <div className="grid grid-cols-1 gap-3 text-sm">
      {shown.length > 0 && (
        <dl className="grid grid-cols-1 gap-3">
          {shown.map(([name, field]) => (
            <div key={name}>
              <dt className="text-soft">{own.fields[name]}</dt>
              <dd className="whitespace-pre-wrap break-words">
                <RowValue field={field} value={row[name]} />
              </dd>
            </div>
          ))}
        </dl>
      )}
      <p className="text-soft">
        {words.addedAndChanged(formatMoment(row.createdAt), formatMoment(row.updatedAt))}
      </p>
    </div>
  )
}
