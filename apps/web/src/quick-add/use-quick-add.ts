import { useEffect, useState } from 'react'
import { quickAdd as words } from '../english/quick-add.ts'
import { changeLabel } from '../english/sync.ts'
import { useObservable } from '../observable.ts'
import { newTaskId } from '../sync/command.ts'
import { draftOn } from '../sync/draft-on-day.ts'
import { REFUSED } from '../sync/sync.ts'
import { useDraft, useSync } from '../sync/use-sync.tsx'
import { problemWith, type QuickAddResult, spansOf, timeZone } from './line.ts'

interface QuickAddOptions {
  /** The day that the line is typed for, as `YYYY-MM-DD`. */
  day?: string | undefined
  onAdded?: ((id: string) => void) | undefined
}

/**
 * A line of text that becomes a task. It is kept as a draft until it is added, also through a reload. A line that the server
 * refuses comes back as soon as the input is empty.
 */
export function useQuickAdd({ day, onAdded }: QuickAddOptions) {
  const { run, drafts } = useSync()
  const name = draftName(day)
  const draft = useDraft(name)
  const text = draft?.text ?? ''
  const rejected = draft?.rejected ?? []
  const keep = spansOf(text, rejected)
  const [parsed, setParsed] = useState<{ of: string; result: QuickAddResult }>()
  const [attempted, setAttempted] = useState<string>()
  useRefusedLines(name, day)

  const line = JSON.stringify([text, keep])
  const preview = parsed?.of === line ? parsed.result : undefined
  const problem = problemWith(text, preview)
  const on = draft?.day ?? day

  const submit = () => {
    setAttempted(text)
    if (text.trim() === '' || problem !== undefined) return
    const id = newTaskId()
    const expected = preview ?? {
      draft: { title: text.trim(), priority: 'none', tags: [], dueAt: null, projectId: null },
      recognised: [],
    }
    run(
      [
        {
          kind: 'add',
          id,
          input: { id, text, keep, timeZone },
          draft: on === undefined ? expected.draft : draftOn(on, expected),
          day: on,
        },
      ],
      changeLabel.added,
    )
    drafts.drop(name)
    onAdded?.(id)
  }

  return {
    text,
    keep,
    day: on,
    /** Why the line was not or cannot be added. That words for a title are missing is said after an attempt only. */
    problem:
      problem !== words.noTitle || attempted === text ? (problem ?? draft?.problem?.message) : undefined,
    change: (next: string) =>
      next === '' ? drafts.drop(name) : drafts.set(name, { ...draft, text: next, problem: undefined }),
    reject: (part: string) => drafts.set(name, { ...draft, text, rejected: [...rejected, part] }),
    onParsed: (result: QuickAddResult | undefined) => setParsed(result && { of: line, result }),
    submit,
  }
}

export type QuickAddLine = ReturnType<typeof useQuickAdd>

/** The name of the draft of the line that is typed for a day, or for none. */
export const draftName = (day?: string) => (day === undefined ? 'quick-add' : `quick-add.${day}`)

/** Puts a refused line back. The line for a day takes those of that day, and the one for none takes any. */
function useRefusedLines(name: string, day: string | undefined) {
  const { drafts } = useSync()
  const isFree = useDraft(name) === undefined
  const refused = useObservable({
    get: () => drafts.namesLike(REFUSED).find((one) => day === undefined || drafts.get(one)?.day === day),
    subscribe: drafts.subscribe,
  })
  useEffect(() => {
    const line = refused === undefined ? undefined : drafts.get(refused)
    if (refused === undefined || line === undefined || !isFree) return
    drafts.drop(refused)
    drafts.set(name, line)
  }, [refused, isFree, drafts, name])
}
