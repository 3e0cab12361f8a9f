import { newId } from '../../api/new-id.ts'
import type { TaskFile } from '../../api/trpc.ts'
import { createObservable, type Observable } from '../../observable.ts'
import { type Failure, failureOf, isRepeatable } from './failure.ts'

export type UploadState =
  /** It waits for its turn, or for the connection. */
  | { status: 'queued' }
  /** At 1 all is sent, and the server has not responded yet. */
  | { status: 'sending'; fraction: number }
  | { status: 'failed'; failure: Failure }

/** A file on its way to a task. */
export interface Upload {
  /** Also its idempotency key: however often it is sent, one file comes of it. */
  key: string
  taskId: string
  file: File
  state: UploadState
}

/** A file that a user has chosen, dropped or pasted. */
export interface Picked {
  file: File
  /** Why it cannot be sent, if that is known already. */
  failure?: Failure
}

export interface Limits {
  maxBytes: number
  maxFiles: number
}

interface UploadsOptions {
  /** Rejects with a `ProblemError` for a refusal, and with any other error if no response came. */
  send: (upload: Upload, onProgress: (fraction: number) => void, signal: AbortSignal) => Promise<TaskFile>
  isReachable: () => boolean
  /** Finds out whether the server can be reached, after a request without a response. */
  checkConnection: () => Promise<unknown>
  /** What the server takes, if it is known. */
  limits: () => Limits | undefined
  /** How many files a task has, as far as is known. */
  countKept: (taskId: string) => number
  /** An upload leaves the list after this. */
  onDone: (upload: Upload, kept: TaskFile) => Promise<void>
  onFailed: (upload: Upload, failure: Failure) => void
  /** It was cancelled while it was sent: the server may have kept the file. */
  onAborted: (upload: Upload) => void
}

export interface Uploads extends Observable<readonly Upload[]> {
  add(taskId: string, picked: readonly Picked[]): void
  retry(key: string): void
  /** Ends an upload, or removes one that has failed. */
  cancel(key: string): void
  /** Sends what waits, once the server can be reached again. */
  wake(): void
  /** Ends all uploads. */
  clear(): void
}

/** How many files are sent at a time. Others share the browser's six connections. */
const MAX_RUNNING = 2

/**
 * The uploads of this page, whether or not the panel of their task is open. What was not sent because the connection was lost
 * goes on by itself; what has failed otherwise stays until the user repeats or removes it.
 */
export function createUploads(options: UploadsOptions): Uploads {
  const all = createObservable<readonly Upload[]>([])
  const running = new Map<string, AbortController>()

  const find = (key: string) => all.get().find((one) => one.key === key)
  const remove = (key: string) => all.set(all.get().filter((one) => one.key !== key))
  const change = (key: string, state: UploadState) =>
    all.set(all.get().map((one) => (one.key === key ? { ...one, state } : one)))

  function startNext(): void {
    if (!options.isReachable()) return
    for (const upload of all.get()) {
      if (running.size >= MAX_RUNNING) return
      if (upload.state.status === 'queued') void run(upload)
    }
  }

  async function run(upload: Upload): Promise<void> {
    const { key } = upload
    const controller = new AbortController()
    const { signal } = controller
    running.set(key, controller)
    change(key, { status: 'sending', fraction: 0 })
    const onProgress = (fraction: number) => {
      if (running.get(key) === controller) change(key, { status: 'sending', fraction })
    }
    try {
      const kept = await options.send(upload, onProgress, signal)
      if (!signal.aborted) await options.onDone(upload, kept)
      if (!signal.aborted) remove(key)
    } catch (error) {
      if (!signal.aborted) await settle(upload, error, signal)
    } finally {
      if (running.get(key) === controller) running.delete(key)
      startNext()
    }
  }

  async function settle(upload: Upload, error: unknown, signal: AbortSignal): Promise<void> {
    const failure = await failureOf(error, upload.file)
    if (failure.reason === 'unreached') await options.checkConnection()
    if (signal.aborted) return
    if (failure.reason === 'unreached' && !options.isReachable()) {
      change(upload.key, { status: 'queued' })
      return
    }
    change(upload.key, { status: 'failed', failure })
    options.onFailed(upload, failure)
  }

  function abort(key: string): void {
    running.get(key)?.abort()
    running.delete(key)
  }

  return {
    get: all.get,
    subscribe: all.subscribe,
    add(taskId, picked) {
      const onTheirWay = all.get().filter((one) => one.taskId === taskId && one.state.status !== 'failed')
      let count = options.countKept(taskId) + onTheirWay.length
      const limits = options.limits()
      const added = picked.map(({ file, failure = limits && failureWithin(limits, file, count) }): Upload => {
        if (!failure) count += 1
        const state: UploadState = failure ? { status: 'failed', failure } : { status: 'queued' }
        return { key: newId(), taskId, file, state }
      })
      all.set([...all.get(), ...added])
      startNext()
    },
    retry(key) {
      const state = find(key)?.state
      if (state?.status !== 'failed' || !isRepeatable(state.failure)) return
      change(key, { status: 'queued' })
      startNext()
    },
    cancel(key) {
      const upload = find(key)
      if (!upload) return
      abort(key)
      remove(key)
      if (upload.state.status === 'sending') options.onAborted(upload)
      startNext()
    },
    wake: startNext,
    clear() {
      for (const key of [...running.keys()]) abort(key)
      all.set([])
    },
  }
}

/** Why the server would refuse a file of a task that has `count` others. */
function failureWithin({ maxBytes, maxFiles }: Limits, { size }: File, count: number): Failure | undefined {
  if (size > maxBytes) return { reason: 'too-large', maxBytes }
  return count >= maxFiles ? { reason: 'too-many', maxFiles } : undefined
}
