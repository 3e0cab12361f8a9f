import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { problemOf } from '../../api/problem.ts'
import { useAttempt } from '../../api/use-attempt.ts'
import { explain } from '../../english/problem.ts'
import { capitalised, resourcePage as words } from '../../english/resource-page.ts'
import { toast } from '../../ui/toast/toasts.ts'
import { type Definition, type Row, type RowKey, settable } from '../definition.ts'
import { useRefresh } from '../list/use-rows.ts'
import type { RowDraft } from './row-draft.ts'

type Values = Record<string, unknown>

interface SaveOptions {
  definition: Definition
  row: Row | undefined
  draft: RowDraft
  onSaved: () => void
  /** Called when fields have a mistake, or the server refused them. */
  onRefused: () => void
  /** Called with the row as it is now, where it was changed elsewhere. */
  onChangedElsewhere: (row: Row) => void
}

/** Saves what a form holds, and says what is wrong with it. */
export function useSave({ definition, row, draft, ...on }: SaveOptions) {
  const { words: own, fields, create } = definition
  const refresh = useRefresh(definition)
  const attempt = useAttempt()
  const [isChecked, setChecked] = useState(false)
  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: ({ key, values }: { key: RowKey | undefined; values: Values }) =>
      write(definition, key, values, attempt.options({ key, values })),
    onSuccess: (saved) => {
      toast({ message: row ? words.saved(own.one) : words.created(own.one) })
      draft.discard()
      void refresh(saved)
      on.onSaved()
    },
    onError: (failure) => {
      const status = problemOf(failure)?.status
      on.onRefused()
      if (status === 404 || status === 412) void refresh()
      // The list that is shown may not have the row any more.
      if (row && status === 412) void definition.get?.(row.id).then(on.onChangedElsewhere, () => undefined)
    },
  })

  const readings = settable(fields).map(([name, field]) => {
    const text = draft.textOf(name)
    // What nobody changed stays as it is, though its text may say less: a time has seconds.
    const reading = row && text === draft.saved[name] ? { value: row[name] } : field.read(text)
    return [name, reading] as const
  })
  const mistakes = Object.fromEntries(
    readings.flatMap(([name, reading]) => ('problem' in reading ? [[name, reading.problem]] : [])),
  )
  const all = Object.fromEntries(
    readings.flatMap(([name, reading]) => ('value' in reading ? [[name, reading.value]] : [])),
  )
  const send = (key: RowKey | undefined) => {
    setChecked(true)
    if (Object.keys(mistakes).length > 0) return on.onRefused()
    if (isPending) return
    const changed = Object.fromEntries(Object.entries(all).filter(([name]) => name in draft.typed))
    mutate({ key, values: key && definition.update ? changed : all })
  }
  const keyOf = (version: number | undefined) =>
    row && { id: row.id, ...(version !== undefined && { ifVersion: version }) }
  const problem = error ? problemOf(error) : undefined
  const refusals = problem ? refusalsOf(problem, definition) : {}
  return {
    isPending,
    /** By field. What cannot be sent is told once the user has tried to. */
    errors: { ...refusals, ...(isChecked ? mistakes : {}) } as Record<string, string | undefined>,
    /** What is said of the whole form. A conflict has its own words, once the row is there as it is now. */
    error:
      !error || (problem?.status === 412 && draft.isConflict) || Object.keys(refusals).length > 0
        ? undefined
        : explain(problem, row ? { 404: words.gone(own.one), 412: words.changedElsewhere(own.one) } : {}),
    /** Somebody else deleted the row, and it can be made again. */
    canAddAgain: row !== undefined && problem?.status === 404 && create !== undefined,
    save: () => send(keyOf(draft.version)),
    /** Saves over what is there now. */
    overwrite: () => send(keyOf(row?.version)),
    addAgain: () => send(undefined),
    /** Forgets what was wrong. */
    reset: () => {
      setChecked(false)
      reset()
    },
  }
}

async function write(
  { create, update, replace }: Definition,
  key: RowKey | undefined,
  values: Values,
  options: { context: { idempotencyKey: string } },
): Promise<Row> {
  const saved = key
    ? await (update ? update(key, values, options) : replace?.(key, values, options))
    : await create?.(values, options)
  if (!saved) throw new Error('the form of a row that nobody may write was sent')
  return saved
}

/** What the server said of fields. A value that is taken is named in the message of a conflict. */
function refusalsOf(
  { issues = [], message, status }: NonNullable<ReturnType<typeof problemOf>>,
  { fields }: Definition,
): Record<string, string> {
  const taken = Object.keys(fields).find(
    (name) => status === 409 && message.includes(` with this ${name} already`),
  )
  if (taken !== undefined) return { [taken]: words.taken }
  const found = issues.flatMap(({ path: [name, ...inner], message: text }) =>
    typeof name === 'string' && name in fields
      ? [[name, inner.length > 0 ? `${inner.join('.')}: ${text}` : capitalised(text)]]
      : [],
  )
  return Object.fromEntries(found.toReversed())
}
