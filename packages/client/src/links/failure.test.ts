import { TRPCClientError } from '@trpc/client'
import { describe, expect, test } from 'vitest'
import { isTransient, retryAfterOf, UnreadableAnswer } from './failure.ts'

const failure = (cause: Error) => new TRPCClientError<never>('failed', { cause })
const unreadable = (status: number, headers: HeadersInit = {}) =>
  failure(new UnreadableAnswer(new Response('<h1>', { status, headers })))
const answered = (httpStatus: number, headers: HeadersInit = {}) =>
  new TRPCClientError<never>('failed', {
    result: { error: { code: -1, message: 'failed', data: { httpStatus } } } as never,
    meta: { response: new Response('{}', { status: httpStatus, headers }) },
  })

describe('isTransient', () => {
  test.each([429, 502, 503, 504])('is true of %d, from the server and from a proxy', (status) => {
    expect([isTransient(answered(status)), isTransient(unreadable(status))]).toEqual([true, true])
  })

  test.each([400, 401, 404, 409, 422, 500])('is false of %d', (status) => {
    expect([isTransient(answered(status)), isTransient(unreadable(status))]).toEqual([false, false])
  })

  test('is true where no answer came, and false of an aborted call or a mistake of the caller', () => {
    const causes = [new TypeError('fetch failed'), new DOMException('late', 'TimeoutError')]
    expect(causes.map((cause) => isTransient(failure(cause)))).toEqual([true, true])
    const others = [new DOMException('left', 'AbortError'), new Error('Input is too big')]
    expect(others.map((cause) => isTransient(failure(cause)))).toEqual([false, false])
  })
})

test('retryAfterOf reads seconds, from the server and from a proxy, and ignores the rest', () => {
  const after = (value: string) => ({ 'retry-after': value })
  expect(retryAfterOf(answered(429, after('7')))).toBe(7_000)
  expect(retryAfterOf(unreadable(503, after('7')))).toBe(7_000)
  expect(retryAfterOf(unreadable(503, after('Sat, 28 Nov 2026 12:00:00 GMT')))).toBeUndefined()
  expect(retryAfterOf(answered(429))).toBeUndefined()
})
