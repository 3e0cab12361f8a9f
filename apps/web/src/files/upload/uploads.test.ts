import { expect, test, vi } from 'vitest'
import { ProblemError } from '../../api/problem.ts'
import type { TaskFile } from '../../api/trpc.ts'
import type { Failure } from './failure.ts'
import { createUploads, type Limits, type Upload } from './uploads.ts'

const TASK = '019a0000-0000-7000-8000-000000000001'
const pick = (...names: string[]) => names.map((name) => ({ file: new File(['text'], name) }))

interface Request {
  upload: Upload
  signal: AbortSignal
  onProgress: (fraction: number) => void
  resolve: (kept: TaskFile) => void
  reject: (error: unknown) => void
}

/** Uploads of which a test answers each request by itself. */
function setUp({ limits, kept = 0 }: { limits?: Limits; kept?: number } = {}) {
  let isReachable = true
  const requests: Request[] = []
  const failed: Failure[] = []
  const onDone = vi.fn(async () => {})
  const onAborted = vi.fn()
  const checkConnection = vi.fn(async () => {})
  const uploads = createUploads({
    send: (upload, onProgress, signal) =>
      new Promise((resolve, reject) => {
        requests.push({ upload, onProgress, signal, resolve, reject })
      }),
    isReachable: () => isReachable,
    checkConnection,
    limits: () => limits,
    countKept: () => kept,
    onDone,
    onFailed: (_, failure) => failed.push(failure),
    onAborted,
  })
  const request = (index: number): Request => {
    const found = requests[index]
    if (!found) throw new Error(`there are ${requests.length} requests only`)
    return found
  }
  return {
    uploads,
    requests,
    request,
    failed,
    onDone,
    onAborted,
    checkConnection,
    states: () => uploads.get().map(({ file, state }) => `${file.name} ${state.status}`),
    setReachable: (value: boolean) => {
      isReachable = value
    },
    refuse: (index: number, status: number) =>
      request(index).reject(new ProblemError({ status, error: 'ERROR', message: 'no' })),
  }
}

const kept = (name: string): TaskFile => ({
  id: name,
  name,
  mediaType: 'text/plain',
  size: 4,
  sha256: '',
  createdAt: '2026-11-29T10:00:00.000Z',
})

test('two files are sent at a time, and each leaves the list once it is kept', async () => {
  const { uploads, states, request, requests, onDone } = setUp()
  uploads.add(TASK, pick('a', 'b', 'c'))
  expect(states()).toEqual(['a sending', 'b sending', 'c queued'])
  request(0).resolve(kept('a'))
  await expect.poll(() => states()).toEqual(['b sending', 'c sending'])
  expect(onDone).toHaveBeenCalledTimes(1)
  uploads.wake()
  expect(requests.map(({ upload }) => upload.file.name)).toEqual(['a', 'b', 'c'])
})

test('progress is of the request that runs, and of no earlier one', async () => {
  const { uploads, request, refuse, states } = setUp()
  uploads.add(TASK, pick('a'))
  request(0).onProgress(0.5)
  expect(uploads.get()[0]?.state).toEqual({ status: 'sending', fraction: 0.5 })
  refuse(0, 500)
  await expect.poll(() => states()).toEqual(['a failed'])
  request(0).onProgress(0.9)
  expect(states()).toEqual(['a failed'])
})

test('a file that failed is sent again with the same key, once however often that is asked for', async () => {
  const { uploads, request, requests, refuse, states, failed } = setUp()
  uploads.add(TASK, pick('a'))
  refuse(0, 503)
  await expect.poll(() => states()).toEqual(['a failed'])
  expect(failed).toMatchObject([{ reason: 'refused', problem: { status: 503 } }])
  const { key } = request(0).upload
  uploads.retry(key)
  uploads.retry(key)
  expect(requests).toHaveLength(2)
  expect(request(1).upload.key).toBe(key)
})

test.each([404, 413, 415, 422])('a file that was refused with %i is not sent again', async (status) => {
  const { uploads, request, requests, refuse, states } = setUp()
  uploads.add(TASK, pick('a'))
  refuse(0, status)
  await expect.poll(() => states()).toEqual(['a failed'])
  uploads.retry(request(0).upload.key)
  expect([requests.length, states()]).toEqual([1, ['a failed']])
})

test('what was under way when the connection went is sent when it is back', async () => {
  const { uploads, request, requests, states, setReachable, failed } = setUp()
  uploads.add(TASK, pick('a'))
  setReachable(false)
  request(0).reject(new TypeError('network'))
  await expect.poll(() => states()).toEqual(['a queued'])
  uploads.add(TASK, pick('b'))
  uploads.wake()
  expect(requests).toHaveLength(1)
  setReachable(true)
  uploads.wake()
  expect(states()).toEqual(['a sending', 'b sending'])
  expect([request(1).upload.key, failed]).toEqual([request(0).upload.key, []])
})

test('a request that was lost although the server can be reached has failed', async () => {
  const { uploads, request, states, failed, checkConnection } = setUp()
  uploads.add(TASK, pick('a'))
  request(0).reject(new TypeError('network'))
  await expect.poll(() => states()).toEqual(['a failed'])
  expect([failed, checkConnection.mock.calls.length]).toEqual([[{ reason: 'unreached' }], 1])
})

test('a file that can no longer be read says so', async () => {
  const { uploads, request, failed } = setUp()
  const [gone] = pick('a')
  if (!gone) throw new Error('there is a file')
  vi.spyOn(gone.file, 'slice').mockImplementation(() => {
    throw new DOMException('gone', 'NotReadableError')
  })
  uploads.add(TASK, [gone])
  request(0).reject(new TypeError('network'))
  await expect.poll(() => failed).toEqual([{ reason: 'unreadable' }])
})

test('a file over the known limit, and a folder, are not sent', () => {
  const { uploads, requests, states } = setUp({ limits: { maxBytes: 4, maxFiles: 20 } })
  const [folder] = pick('folder')
  if (!folder) throw new Error('there is a file')
  uploads.add(TASK, [
    { file: new File(['longer'], 'large') },
    { ...folder, failure: { reason: 'folder' } },
    ...pick('fits'),
  ])
  expect(states()).toEqual(['large failed', 'folder failed', 'fits sending'])
  expect(requests).toHaveLength(1)
})

test('files beyond what a task may have are not sent, and those on their way count', () => {
  const { uploads, states } = setUp({ limits: { maxBytes: 4, maxFiles: 5 }, kept: 2 })
  uploads.add(TASK, pick('a', 'b'))
  uploads.add(TASK, [{ file: new File(['longer'], 'large') }, ...pick('c', 'd')])
  expect(states()).toEqual(['a sending', 'b sending', 'large failed', 'c queued', 'd failed'])
  expect(uploads.get().at(-1)?.state).toEqual({
    status: 'failed',
    failure: { reason: 'too-many', maxFiles: 5 },
  })
  uploads.retry(uploads.get().at(-1)?.key ?? '')
  expect(states().at(-1)).toBe('d queued')
})

test('a cancelled file is ended and gone, whatever its request does then, and the next one starts', async () => {
  const { uploads, request, states, onDone, onAborted } = setUp()
  uploads.add(TASK, pick('a', 'b', 'c', 'd'))
  uploads.cancel(request(0).upload.key)
  expect([request(0).signal.aborted, states()]).toEqual([true, ['b sending', 'c sending', 'd queued']])
  request(0).resolve(kept('a'))
  request(1).reject(new TypeError('network'))
  await expect.poll(() => states()).toEqual(['b failed', 'c sending', 'd sending'])
  expect([onDone.mock.calls.length, onAborted.mock.calls.length]).toEqual([0, 1])
})

test('the end of the session ends all', async () => {
  const { uploads, request, requests, states, onDone } = setUp()
  uploads.add(TASK, pick('a', 'b', 'c'))
  uploads.clear()
  expect([request(0).signal.aborted, request(1).signal.aborted, states()]).toEqual([true, true, []])
  request(0).resolve(kept('a'))
  request(1).reject(new TypeError('network'))
  uploads.add(TASK, pick('d'))
  await expect.poll(() => states()).toEqual(['d sending'])
  expect([requests.length, onDone.mock.calls.length]).toEqual([3, 0])
})
