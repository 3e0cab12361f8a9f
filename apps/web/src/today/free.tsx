import { CircleCheckBig, Sun } from 'lucide-react'
import { lazy, Suspense } from 'react'
import { Link } from 'wouter'
import { freeDay as words } from '../english/task/days/free-day.ts'
import { retryImport } from '../ui/retry-import.ts'

const FirstRun = lazy(retryImport(() => import('../first-run/first-run.tsx')))

interface FreeProps {
  /** How many tasks were completed today. */
  completed: number
  /** Whether that number is known. Until then only the space is kept. */
  isKnown: boolean
}

/** What is shown when nothing is left for today. */
export default function Free({ completed, isKnown }: FreeProps) {
  const isFinished = completed > 0
  const Icon = isFinished ? CircleCheckBig : Sun
  return (
    <div
      className={`grid justify-items-center gap-2 px-6 py-12 text-center transition-opacity sm:py-20 ${isKnown ? '' : 'opacity-0'}`}
    >
      <span
        className={`mb-2 grid size-16 place-items-center rounded-full ${isFinished ? 'bg-good-tint text-good' : 'bg-warn-tint text-warn'}`}
      >
        <Icon size={30} strokeWidth={1.75} aria-hidden />
      </span>
      <h2 className="font-semibold text-lg">{isFinished ? words.finished.title : words.free.title}</h2>
      <p className="max-w-sm text-soft">{isFinished ? words.finished.text(completed) : words.free.text}</p>
      <Link
        href="/upcoming"
        className="mt-2 inline-flex min-h-9 items-center rounded-lg px-3 font-medium text-accent text-sm hover:bg-hover"
      >
        {words.lookAhead}
      </Link>
      {isKnown && !isFinished && (
        <Suspense>
          <FirstRun />
        </Suspense>
      )}
    </div>
  )
}
