import { isStillRunning, type Problem, ProblemError, problemIn } from '../../api/problem.ts'
import type { TaskFile } from '../../api/trpc.ts'
import { type Authorization, authorized } from '../authorized.ts'
import type { Upload } from './uploads.ts'

/** After so long without any progress, in ms, the connection counts as lost. */
const STALL_MS = 60_000
/** How long the server may take once it has all, in ms: it may pass a large file on. */
const RESPONSE_MS = 300_000

/** How often it is sent again while the server still works on an earlier request, and the delay before that, in ms. */
const STILL_RUNNING = { attempts: 20, delay: 1_000 }

type Request = Pick<Upload, 'key' | 'taskId' | 'file'> & {
  onProgress: (fraction: number) => void
  signal: AbortSignal
}

interface Answer {
  status: number
  statusText: string
  retryAfter: string | null
  text: string
}

/**
 * Sends a file over REST. `fetch` does not tell how much of a body is sent.
 *
 * @throws ProblemError for an error response, and any other error if no response came
 */
export async function sendFile(
  upload: Pick<Upload, 'key' | 'taskId' | 'file'>,
  onProgress: (fraction: number) => void,
  signal: AbortSignal,
): Promise<TaskFile> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await authorized((authorization) => post(authorization, { ...upload, onProgress, signal }))
    if (answer.status === 201) return JSON.parse(answer.text)
    const problem = problemIn(answer, readProblem(answer.text), answer.retryAfter)
    if (!isStillRunning(problem) || attempt >= STILL_RUNNING.attempts) throw new ProblemError(problem)
    await pause(STILL_RUNNING.delay, signal)
  }
}

function post(
  { authorization, tasks }: Authorization,
  { key, taskId, file, onProgress, signal }: Request,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted()
    const request = new XMLHttpRequest()
    const abort = () => request.abort()
    const watch = watchdog(abort)
    watch.feed(STALL_MS)
    request.upload.onprogress = ({ loaded, total }) => {
      watch.feed(loaded < total ? STALL_MS : RESPONSE_MS)
      if (total > 0) onProgress(loaded / total)
    }
    request.onload = () => {
      const { status, statusText, responseText: text } = request
      resolve({ status, statusText, text, retryAfter: request.getResponseHeader('retry-after') })
    }
    request.onerror = () => reject(new Error('The connection was lost'))
    request.onabort = () => reject(new Error('The upload was ended'))
    request.onloadend = () => {
      watch.stop()
      signal.removeEventListener('abort', abort)
    }
    signal.addEventListener('abort', abort)
    request.open('POST', `${tasks}/${taskId}/files`)
    request.setRequestHeader('authorization', authorization)
    request.setRequestHeader('idempotency-key', key)
    request.send(formOf(file))
  })
}

function formOf(file: File): FormData {
  const form = new FormData()
  form.append('file', file, file.name)
  return form
}

/** Calls `onStall` when it was not fed again in time. */
function watchdog(onStall: () => void) {
  let timer: ReturnType<typeof setTimeout> | undefined
  const stop = () => clearTimeout(timer)
  return {
    feed: (ms: number) => {
      stop()
      timer = setTimeout(onStall, ms)
    },
    stop,
  }
}

function readProblem(text: string): Partial<Problem> {
  try {
    const body: unknown = JSON.parse(text)
    return typeof body === 'object' && body !== null ? body : {}
  } catch {
    // A proxy in front of the server answers with a page of its own.
    return {}
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = () => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', end)
      resolve()
    }, ms)
    signal.addEventListener('abort', end)
  })
}
