import { useQueryClient } from '@tanstack/react-query'
import { CircleCheck } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { Link } from 'wouter'
import { client } from '../api/client.ts'
import { problemOf } from '../api/problem.ts'
import { common } from '../english/common.ts'
import { importing as words } from '../english/import.ts'
import { explain } from '../english/problem.ts'
import { refetchProjects } from '../sync/cache.ts'
import { Button } from '../ui/button.tsx'
import type { ImportPlan } from './send/plan.ts'
import { createSending, type Progress, type Refused } from './send/sending.ts'

type State =
  | { step: 'sending' | 'undoing' | 'undone' }
  | { step: 'stopped'; message: string }
  | { step: 'done'; created: number; refused: readonly Refused[] }

/** Sends an import as soon as it is shown, tells how far it is, and can take it back. */
export function ImportProgress({ plan, onAnother }: { plan: ImportPlan; onAnother: () => void }) {
  const queries = useQueryClient()
  const [progress, setProgress] = useState<Progress>({ done: 0, total: plan.rows.size, isWaiting: false })
  const [sending] = useState(() => createSending(client, plan, setProgress))
  const [state, setState] = useState<State>({ step: 'sending' })

  const run = async (work: () => Promise<State>) => {
    try {
      setState(await work())
    } catch (error) {
      setState({ step: 'stopped', message: explain(problemOf(error)) })
    }
    void refetchProjects(queries)
  }
  const send = () => {
    setState({ step: 'sending' })
    void run(async () => ({ step: 'done', ...(await sending.send()) }))
  }
  const takeBack = () => {
    setState({ step: 'undoing' })
    void run(async () => {
      await sending.takeBack()
      return { step: 'undone' }
    })
  }
  const begin = useRef<(() => void) | undefined>(send)
  useEffect(() => {
    begin.current?.()
    begin.current = undefined
  }, [])
  const isBusy = state.step === 'sending' || state.step === 'undoing'
  useWarningBeforeLeaving(isBusy)

  return (
    <section aria-live="polite" className="card grid justify-items-start gap-4 p-6">
      {state.step === 'sending' && <Bar {...progress} />}
      {state.step === 'undoing' && <p>{words.undoing}</p>}
      {state.step === 'undone' && <p>{words.undone}</p>}
      {state.step === 'stopped' && (
        <>
          <p role="alert" className="text-bad">
            {state.message}
          </p>
          <p className="text-soft text-sm">{words.stopped}</p>
        </>
      )}
      {state.step === 'done' && (
        <>
          <p className="flex items-center gap-2 font-medium">
            <CircleCheck size={18} aria-hidden className="text-good" />
            {words.done(state.created)}
          </p>
          {state.refused.length > 0 && <RefusedRows rows={state.refused} />}
        </>
      )}
      {!isBusy && (
        <div className="flex flex-wrap gap-3">
          {state.step === 'stopped' && (
            <Button variant="primary" onClick={send}>
              {words.goOn}
            </Button>
          )}
          {state.step === 'done' && (
            <Link
              href="/all"
              className="inline-flex min-h-9 items-center rounded-lg bg-accent px-3 py-1.5 font-medium text-on-accent text-sm hover:bg-accent-strong"
            >
              {words.show}
            </Link>
          )}
          {state.step !== 'undone' && <Button onClick={takeBack}>{words.undo}</Button>}
          <Button variant="quiet" onClick={onAnother}>
            {words.another}
          </Button>
        </div>
      )}
    </section>
  )
}

function Bar({ done, total, isWaiting }: Progress) {
  return (
    <div className="grid w-full gap-2">
      <p className="text-sm">{words.sending(done, total)}</p>
      <progress aria-label={common.loading} value={done} max={total} className="h-2 w-full accent-accent" />
      {isWaiting && <p className="text-soft text-sm">{words.waiting}</p>}
    </div>
  )
}

function RefusedRows({ rows }: { rows: readonly Refused[] }) {
  return (
    <div className="grid gap-1 text-sm">
      <p className="text-bad">{words.refused(rows.length)}</p>
      <ul className="grid gap-1 text-soft">
        {rows.map(({ row, title, message }) => (
          <li key={`${row} ${title}`} className="break-words">
            {words.row(row, title, message)}
          </li>
        ))}
      </ul>
    </div>
  )
}

/** Asks before the page is closed in the middle. */
function useWarningBeforeLeaving(isBusy: boolean): void {
  useEffect(() => {
    if (!isBusy) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [isBusy])
}
