import { useEffect, useState } from 'react'
import { newId } from '../api/new-id.ts'
import { locale } from '../english/format/time.ts'
import { quickAdd as words } from '../english/quick-add.ts'
import { changeLabel } from '../english/sync.ts'
import { useObservable } from '../observable.ts'
import { useProjects } from '../projects/use-projects.ts'
import { REFUSED } from '../sync/drafts.ts'
import type { LineDefaults } from '../sync/line-defaults.ts'
import { useDraft, useSync } from '../sync/use-sync.tsx'
import { asWords, isLine, mayNameProject, problemWith, type Span, spansAfter, timeZone } from './line.ts'
import { loadParser, useParser } from './parser.ts'

interface QuickAddOptions extends LineDefaults {
  /** The day of a line that names none, where the line may also be finished elsewhere, without that day. */
  defaultDay?: string | undefined
  onAdded?: ((id: string) => void) | undefined
}

/**
 * A line of text that becomes a task. It is kept as a draft until it is added, also through a reload. A line that the server
 * refuses comes back as soon as the input is empty.
 */
export function useQuickAdd({ day, projectId, defaultDay, onAdded }: QuickAddOptions) {
  const { run, drafts } = useSync()
  const name = draftName(day, projectId)
  const draft = useDraft(name)
  const text = draft?.text ?? ''
  const keep = draft?.keep ?? []
  const [attempted, setAttempted] = useState<string>()
  useRefusedLines(name, { day, projectId })
  const { projects, byId } = useProjects()
  const parser = useParser()
  useEffect(() => {
    if (text !== '') loadParser()
  }, [text])

  // The project of a line that was refused may be gone: then it goes without.
  const kept = draft?.projectId !== undefined && byId?.has(draft.projectId) ? draft.projectId : undefined
  const defaults = { day: draft?.day ?? day ?? defaultDay, projectId: projectId ?? kept }
  /** Undefined until the parser is loaded, and until it is known which projects there are. */
  const parse = (now: Date) =>
    isLine(text) && (projects || !mayNameProject(text))
      ? parser?.parseAt(text, { now, timeZone, locale, keep, projects, defaults })
      : undefined
  // At every render, because time goes by: what is shown is what pressing Enter would add.
  const parsed = parse(new Date())
  const problem = problemWith(text, parsed)

  const submit = () => {
    setAttempted(text)
    if (text.trim() === '' || problem !== undefined) return
    const id = newId()
    const now = new Date()
    const meant = parse(now)
    run(
      [
        {
          kind: 'add',
          id,
          input: { text, keep: [...keep], timeZone, locale },
          draft: meant?.draft ?? asWords(text, defaults),
          isParsed: meant !== undefined,
          typedAt: now.toISOString(),
          ...defaults,
        },
      ],
      changeLabel.added,
    )
    drafts.drop(name)
    onAdded?.(id)
  }

  return {
    text,
    /** What was recognised, and the task that the line would become. Undefined while it cannot be parsed. */
    parsed,
    /** The project that a line brought along which was refused on the page of that project. */
    broughtProject: projectId === undefined ? kept : undefined,
    dropProject: () => draft && drafts.set(name, { ...draft, projectId: undefined }),
    /** Why the line was not or cannot be added. That words for a title are missing is said after an attempt only. */
    problem:
      problem !== words.noTitle || attempted === text ? (problem ?? draft?.problem?.message) : undefined,
    change: (next: string) =>
      next === ''
        ? drafts.drop(name)
        : drafts.set(name, {
            ...draft,
            text: next,
            keep: spansAfter(next, { text, spans: keep }),
            problem: undefined,
          }),
    reject: ({ start, end }: Span) => drafts.set(name, { ...draft, text, keep: [...keep, { start, end }] }),
    submit,
  }
}

export type QuickAddLine = ReturnType<typeof useQuickAdd>

/** The name of the draft of the line that is typed for a day or a project, or for none. */
export const draftName = (day?: string, projectId?: string) =>
  ['quick-add', day, projectId].filter((part) => part !== undefined).join('.')

/** Puts a refused line back. The line for a day or a project takes those of it, and the one for none takes any. */
function useRefusedLines(name: string, { day, projectId }: LineDefaults) {
  const { drafts } = useSync()
  const isFree = useDraft(name) === undefined
  const refused = useObservable({
    get: () =>
      drafts.namesLike(REFUSED).find((one) => {
        const line = drafts.get(one)
        return (
          (day === undefined || line?.day === day) &&
          (projectId === undefined || line?.projectId === projectId)
        )
      }),
    subscribe: drafts.subscribe,
  })
  useEffect(() => {
    const line = refused === undefined ? undefined : drafts.get(refused)
    if (refused === undefined || line === undefined || !isFree) return
    drafts.drop(refused)
    drafts.set(name, line)
  }, [refused, isFree, drafts, name])
}
