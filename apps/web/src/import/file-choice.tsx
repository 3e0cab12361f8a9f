import { clsx } from 'clsx'
import { FileUp } from 'lucide-react'
import { type ReactNode, useId, useRef } from 'react'
import { importing as words } from '../english/import.ts'
import { useFileDrop } from '../files/pick/use-file-drop.ts'

interface FileChoiceProps {
  isChosen: boolean
  onChoose: (files: readonly File[]) => void
  /** What was wrong with the last choice. */
  children: ReactNode
}

/** Takes files that are chosen in a dialog of the browser, or dropped here. */
export function FileChoice({ isChosen, onChoose, children }: FileChoiceProps) {
  const target = useRef<HTMLDivElement>(null)
  const hint = useId()
  const drag = useFileDrop(
    () => target.current,
    (picked) => onChoose(picked.map(({ file }) => file)),
  )
  return (
    <div
      ref={target}
      className={clsx(
        'card grid justify-items-center gap-2 border-dashed px-6 py-8 text-center',
        drag === 'over' && 'border-accent',
      )}
    >
      <FileUp size={28} aria-hidden className="text-soft" />
      <label className="inline-flex min-h-9 cursor-pointer items-center rounded-lg border border-line bg-surface px-3 py-1.5 font-medium text-sm focus-within:outline-2 focus-within:outline-accent hover:bg-hover">
        {isChosen ? words.another : words.choose}
        <input
          type="file"
          multiple
          accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values"
          className="sr-only"
          aria-describedby={hint}
          onChange={({ target: input }) => {
            const files = [...(input.files ?? [])]
            // The same file can be chosen again, after it was changed.
            input.value = ''
            if (files.length > 0) onChoose(files)
          }}
        />
      </label>
      <p id={hint} className="text-soft text-sm">
        {words.several}
      </p>
      {children}
    </div>
  )
}
