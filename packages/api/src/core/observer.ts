import type { ProcedureType } from '@trpc/server'

/** Sees the calls of procedures, on whichever transport they come, and the runs of jobs. */
export interface CallObserver {
  /** Called around a call, such as to trace it. Absent unless it is asked for. */
  around?: <T extends Result>(call: ObservedCall, run: () => Promise<T>) => Promise<T>
  /** A call has ended, with an error or without. That of a stream has when the stream begins. */
  ended?: (path: string, error: unknown, ms: number) => void
  /** Names what runs now to whoever continues it elsewhere, in the form of a `traceparent` header. Undefined if it is not traced. */
  traceparent?: () => string | undefined
  /** Called around a run of a job, such as to trace it. `run` resolves to the error of a run that failed. */
  aroundJob?: <T extends Failure>(job: ObservedJob, run: () => Promise<T>) => Promise<T>
  /** A run of a job has ended: `retry` and `dead` after it failed. */
  jobEnded?: (name: string, outcome: string) => void
}

export interface ObservedCall {
  /** Of the procedure, such as `task.get`. */
  path: string
  type: ProcedureType
}

export interface ObservedJob {
  name: string
  id: string
  /** From 1. */
  attempt: number
  /** Of what enqueued it, where that was traced. */
  traceparent: string | undefined
}

/** What a run of a job resolves to: it never rejects. */
type Failure = { error: unknown } | undefined

/** What a middleware of tRPC resolves to. */
type Result = { ok: true } | { ok: false; error: unknown }

/** Runs a call of a procedure where the observer sees it. */
export async function observed<T extends Result>(
  observer: CallObserver,
  call: ObservedCall,
  run: () => Promise<T>,
): Promise<T> {
  const began = performance.now()
  try {
    const result = await (observer.around ? observer.around(call, run) : run())
    observer.ended?.(call.path, result.ok ? undefined : result.error, performance.now() - began)
    return result
  } catch (error) {
    observer.ended?.(call.path, error, performance.now() - began)
    throw error
  }
}
