import { Plus } from 'lucide-react'
import { type FormEvent, lazy, type Ref, Suspense, useId } from 'react'
import { quickAdd as words } from '../english/quick-add.ts'
import { Button } from '../ui/button.tsx'
import { retryImport } from '../ui/retry-import.ts'
import { loadParser } from './parser.ts'
import { type QuickAddLine, useQuickAdd } from './use-quick-add.ts'

const LinePreview = lazy(retryImport(() => import('./line-preview.tsx')))

interface QuickAddProps {
  inputRef?: Ref<HTMLInputElement>
  /** The project of tasks whose line names none. */
  projectId?: string | undefined
  /** The day of tasks whose line names none. */
  defaultDay?: string | undefined
  autoFocus?: boolean
  onAdded?: (id: string) => void
}

/** Adds a task from a line of text. Recognised parts show as chips that can be rejected. */
export function QuickAdd({ inputRef, autoFocus, projectId, defaultDay, onAdded }: QuickAddProps) {
  const line = useQuickAdd({ projectId, defaultDay, onAdded })
  const noteId = useId()
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault()
    // The button goes with the text, and the next line is typed here.
    event.currentTarget.querySelector('input')?.focus()
    line.submit()
  }
  return (
    <form
      onSubmit={submit}
      className="card flex flex-wrap items-center gap-2 p-1.5 focus-within:border-accent"
    >
      <Plus size={18} aria-hidden className="ml-2 text-soft" />
      <input
        ref={inputRef}
        // biome-ignore lint/a11y/noAutofocus: set in the dialog only, which opens for typing
        autoFocus={autoFocus}
        {...inputProps(line, noteId)}
        onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
        aria-label={words.label}
        placeholder={words.placeholder}
        className="min-h-10 min-w-0 grow text-ellipsis bg-transparent outline-none"
      />
      {line.text.trim() !== '' && (
        <Button type="submit" variant="primary">
          {words.add}
        </Button>
      )}
      <LineNotes line={line} noteId={noteId} />
    </form>
  )
}

/** The properties of the input in which a line is typed. */
export function inputProps({ text, change, problem }: QuickAddLine, noteId: string) {
  return {
    value: text,
    onFocus: loadParser,
    onChange: (event: { target: { value: string } }) => change(event.target.value),
    'aria-invalid': problem === undefined ? undefined : true,
    'aria-describedby': problem === undefined ? undefined : noteId,
    autoComplete: 'off',
    enterKeyHint: 'done' as const,
  }
}

/** What was recognised in a line, and what is wrong with it. */
export function LineNotes({ line, noteId }: { line: QuickAddLine; noteId: string }) {
  return (
    <>
      <ul
        aria-label={words.recognised}
        aria-live="polite"
        className="flex basis-full flex-wrap gap-1.5 empty:hidden"
      >
        {line.text.trim() !== '' && (
          <Suspense>
            <LinePreview line={line} />
          </Suspense>
        )}
      </ul>
      {line.problem !== undefined && (
        <p id={noteId} role="alert" className="basis-full px-2 pb-1 text-bad text-sm">
          {line.problem}
        </p>
      )}
    </>
  )
}
