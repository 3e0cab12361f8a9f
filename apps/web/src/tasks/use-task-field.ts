import { useEffect, useRef, useState } from 'react'
import type { Patch, Task } from '../api/trpc.ts'
import { changeLabel } from '../english/sync.ts'
import { previousValues } from '../sync/commands/command.ts'
import type { Draft } from '../sync/drafts.ts'
import { useDraft, useSync } from '../sync/use-sync.tsx'

/** What is wrong with a text, or what to save. */
type Reading = { problem: string } | { patch: Patch }

interface TaskFieldOptions {
  task: Task
  field: 'title' | 'description' | 'tags' | 'dueAt'
  /** The text of the field's saved value. */
  saved: string
  /** Undefined for a text that stands for no value. Leaving the field brings the saved one back. */
  read: (text: string) => Reading | undefined
  /** How long typing must pause before it is saved, in ms. Without it, only leaving the field saves. */
  autosave?: number
}

/** The status of a conflict: the task was changed elsewhere. */
const CONFLICT = 412

/**
 * The text of a task's field while it is edited. It is a draft until the server has confirmed it, so that it survives a
 * reload, a refusal and the end of the session. Without a draft the field shows changes from elsewhere at once; with one it
 * keeps its text, and saving reports the conflict.
 */
export function useTaskField({ task, field, saved, read, autosave }: TaskFieldOptions) {
  const { drafts, saveDraft, offerUndo } = useSync()
  const name = fieldDraftName(task.id, field)
  const draft = useDraft(name)
  const [isTouched, setTouched] = useState(false)
  /** The task before the edit, and the commands that saved it bit by bit: their patches and keys. */
  const edit = useRef<{ before: Task; patches: Patch[]; keys: string[] }>(undefined)

  const save = () => {
    const patch = drafts.get(name)?.edit?.patch
    const key = saveDraft(name)
    if (key === undefined || patch === undefined) return
    edit.current?.patches.push(patch)
    edit.current?.keys.push(key)
  }

  const change = (text: string) => {
    edit.current ??= { before: task, patches: [], keys: [] }
    setTouched(true)
    const current = drafts.get(name)
    // While a save is under way, the saved text may not be what the task will have.
    if (text === saved && current?.key === undefined) return drafts.drop(name)
    const reading = read(text)
    // A due date is no text that could be overwritten, so it does not depend on the version.
    const version = field === 'dueAt' ? 0 : (current?.edit?.version ?? task.version)
    const edited = reading && 'patch' in reading ? { id: task.id, patch: reading.patch, version } : undefined
    drafts.set(name, { text, edit: edited, problem: problemOf(reading, current) })
  }

  const leave = () => {
    save()
    const edited = edit.current
    edit.current = undefined
    const left = drafts.get(name)
    if (left && !left.edit && !left.problem) drafts.drop(name)
    if (edited === undefined || edited.keys.length === 0) return
    const { before, patches, keys } = edited
    // With a due date go the reminder and the rule.
    const patch = Object.assign({}, ...patches.map((one) => previousValues(before, one)))
    offerUndo({ label: changeLabel.edited, undo: [{ kind: 'update', id: task.id, patch }], keys })
  }

  const latest = useRef({ save, leave })
  latest.current = { save, leave }
  // Closing the sheet unmounts a field that still has the focus.
  useEffect(() => () => latest.current.leave(), [])

  const isUnsaved = draft?.edit !== undefined && draft.key === undefined && !draft.problem
  const typed = draft?.text
  useEffect(() => {
    if (autosave === undefined || !isUnsaved || typed === undefined) return
    const timer = setTimeout(() => latest.current.save(), autosave)
    return () => clearTimeout(timer)
  }, [autosave, isUnsaved, typed])

  return {
    text: draft?.text ?? saved,
    change,
    leave,
    problem: draft?.problem?.message,
    /** Whether the text is on its way to the server. */
    isSent: draft?.key !== undefined,
    isConflict: draft?.problem?.status === CONFLICT,
    state: draft ? ('saving' as const) : isTouched ? ('saved' as const) : ('untouched' as const),
    /** Saves the text over what was changed elsewhere. */
    overwrite: () => {
      if (!draft?.edit) return
      drafts.set(name, { ...draft, problem: undefined, edit: { ...draft.edit, version: task.version } })
      save()
    },
    /** Goes back to the saved value. */
    discard: () => {
      edit.current = undefined
      drafts.drop(name)
      setTouched(false)
    },
  }
}

export type TaskField = ReturnType<typeof useTaskField>

export const fieldDraftName = (id: string, field = '') => `${id}.${field}`

/** A conflict stays until the user has decided, however much is typed. */
function problemOf(reading: Reading | undefined, current: Draft | undefined): Draft['problem'] {
  if (reading && 'problem' in reading) return { status: 422, message: reading.problem }
  return current?.problem?.status === CONFLICT ? current.problem : undefined
}
