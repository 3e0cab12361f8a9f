import { expect, onTestFinished, test, vi } from 'vitest'
import { oneAtATime } from './one-at-a-time.ts'

test('without locks, work of one name waits for the one before, also for one that failed', async () => {
  vi.stubGlobal('navigator', {})
  onTestFinished(() => void vi.unstubAllGlobals())
  const order: string[] = []
  let fail = () => {}
  const failing = oneAtATime(
    'a',
    () =>
      new Promise<void>((_, reject) => {
        fail = () => reject(new Error('failed'))
      }),
  )
  const second = oneAtATime('a', async () => order.push('second'))
  await oneAtATime('b', async () => order.push('other'))
  fail()
  await expect(failing).rejects.toThrow('failed')
  await second
  expect(order).toEqual(['other', 'second'])
})
