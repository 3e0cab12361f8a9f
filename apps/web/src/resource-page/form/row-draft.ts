import { useDraft, useSync } from '../../sync/use-sync.tsx'
import { type Definition, type Row, settable } from '../definition.ts'

/** What was typed into the form of a row and is not saved. */
interface Typed {
  /** The version of the row that it was typed over. */
  version?: number | undefined
  /** Texts of fields that differ from what is saved. */
  texts: Readonly<Record<string, string>>
}

const NOTHING: Typed = { texts: {} }

/**
 * The texts of a form. What is typed is a draft until it is saved: it survives a reload, and closing the form, also when the
 * row is changed elsewhere.
 */
export function useRowDraft(definition: Definition, row: Row | undefined) {
  const { drafts } = useSync()
  const { name, parent } = definition
  const key = [name, parent?.id ?? '', row?.id ?? 'new'].join('/')
  const typed = parse(useDraft(key)?.text)
  const saved = savedTexts(definition, row)
  const isConflict = row !== undefined && typed.version !== undefined && typed.version !== row.version
  const keep = (next: Typed) => {
    if (Object.keys(next.texts).length === 0) drafts.drop(key)
    else drafts.set(key, { text: JSON.stringify(next) })
  }
  return {
    typed: typed.texts,
    saved,
    textOf: (field: string) => typed.texts[field] ?? saved[field] ?? '',
    /** The version that a save depends on. */
    version: typed.version ?? row?.version,
    /** The row was changed elsewhere since the user began to type. */
    isConflict,
    change: (field: string, text: string) => {
      const { [field]: _, ...others } = typed.texts
      const version = typed.version ?? row?.version
      // In a conflict a text stays that is like the saved one, so that the conflict stays until it is decided.
      keep({ version, texts: text === saved[field] && !isConflict ? others : { ...others, [field]: text } })
    },
    /** Goes on from the row as it is now. */
    rebase: () => keep({ version: row?.version, texts: typed.texts }),
    discard: () => drafts.drop(key),
  }
}

export type RowDraft = ReturnType<typeof useRowDraft>

/** The texts of a row, or of what a new row has at first. */
function savedTexts({ fields }: Definition, row: Row | undefined): Record<string, string> {
  return Object.fromEntries(
    settable(fields).map(([name, field]) => {
      const value = row ? row[name] : field.initial
      return [name, value === undefined ? '' : field.write(value)]
    }),
  )
}

function parse(text: string | undefined): Typed {
  return text === undefined ? NOTHING : JSON.parse(text)
}
