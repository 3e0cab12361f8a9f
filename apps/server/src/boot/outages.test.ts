import type { Database } from '@tandem/db'
import { expect, test } from 'vitest'
import { reportOutages } from './outages.ts'

type Listener = Parameters<Database['listen']>[1]

test('an outage is logged once when it begins and once when it ends, however many connections it takes', async () => {
  const lines: string[] = []
  const log = {
    error: ({ reason }: { reason: string }, message: string) => void lines.push(`${message}: ${reason}`),
    info: (message: string) => void lines.push(message),
  }
  const listeners: Listener[] = []
  const listen = reportOutages(
    async (_channel, listener) => {
      listeners.push(listener)
      return async () => {}
    },
    log as unknown as Parameters<typeof reportOutages>[1],
  )
  let caughtUp = 0
  const own = { onMessage: () => {}, onReady: async () => void caughtUp++ }
  await listen('one', own)
  await listen('two', own)
  for (const { onReady } of listeners) await onReady()
  expect(lines).toEqual([])

  for (const { onLost } of [...listeners, ...listeners]) onLost?.(new Error('gone'))
  expect(lines).toEqual(['the database is lost: gone'])
  for (const { onReady } of listeners) await onReady()
  expect(lines.slice(1)).toEqual(['the database is back'])
  expect(caughtUp).toBe(4)
})
