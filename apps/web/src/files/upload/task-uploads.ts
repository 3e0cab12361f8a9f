import { useMemo } from 'react'
import { connection, HEALTH_URL, trackedFetch } from '../../api/connection.ts'
import { queries } from '../../api/queries.ts'
import type { Outputs } from '../../api/trpc.ts'
import { explainFailure, files as words } from '../../english/task/files.ts'
import { createObservable, useObservable } from '../../observable.ts'
import { currentSession } from '../../session/session.ts'
import { toast } from '../../ui/toast/toasts.ts'
import { type FileList, filesKey, limitsKey, putFile, refetchFiles } from '../file-list.ts'
import type { Failure } from './failure.ts'
import { sendFile } from './send-file.ts'
import { createUploads, type Upload } from './uploads.ts'

/** The file that was added last, to announce it. */
export const lastAdded = createObservable<{ taskId: string; name: string } | undefined>(undefined)

/** The tasks whose panel is open: their uploads are seen there. */
const shown = new Set<string>()

/** The uploads of this page. They go on when the panel of their task closes, and end with the session. */
export const uploads = createUploads({
  send: sendFile,
  isReachable: () => connection.get() === 'online',
  checkConnection: () => trackedFetch(HEALTH_URL).catch(() => undefined),
  limits: () => queries.getQueryData<Outputs['file']['limits']>(limitsKey),
  countKept: (taskId) => queries.getQueryData<FileList>(filesKey(taskId))?.data.length ?? 0,
  onDone: async ({ taskId }, kept) => {
    await putFile(taskId, kept)
    lastAdded.set({ taskId, name: kept.name })
  },
  onFailed,
  onAborted: ({ taskId }) => void refetchFiles(taskId),
})

function onFailed({ taskId, file: { name } }: Upload, failure: Failure): void {
  // The limit was another one than was thought.
  if (failure.reason === 'refused' && failure.problem.status === 413) {
    void queries.invalidateQueries({ queryKey: limitsKey })
  }
  if (shown.has(taskId)) return
  toast({ tone: 'bad', message: words.notAdded(name, explainFailure(failure)) })
}

/** Marks the panel of a task as open, and returns what marks it as closed. */
export function showUploads(taskId: string): () => void {
  shown.add(taskId)
  return () => {
    shown.delete(taskId)
    lastAdded.set(undefined)
  }
}

export function useUploads(taskId: string): Upload[] {
  const all = useObservable(uploads)
  return useMemo(() => all.filter((one) => one.taskId === taskId), [all, taskId])
}

const userIdNow = () => {
  const session = currentSession.get()
  return session.status === 'signed-in' ? session.userId : undefined
}
let userId = userIdNow()
currentSession.subscribe(() => {
  const now = userIdNow()
  if (now === userId) return
  userId = now
  lastAdded.set(undefined)
  uploads.clear()
})

connection.subscribe(uploads.wake)

/** The browser asks before the page is left while files are on their way. */
window.addEventListener('beforeunload', (event) => {
  if (uploads.get().some(({ state }) => state.status !== 'failed')) event.preventDefault()
})
