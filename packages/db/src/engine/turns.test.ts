import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createSharedTurns, createTurns, within } from './turns.ts'

/** Work that ends when told to, and notes when it begins. */
function workOf(turns: ReturnType<typeof createTurns>, begun: string[]) {
  return (name: string, { key = 'ada', hasLeft }: { key?: string; hasLeft?: () => boolean } = {}) => {
    let end = () => {}
    let fail = (_error: Error) => {}
    const result = new Promise<string>((resolve, reject) => {
      end = () => resolve(name)
      fail = reject
    })
    const work = () => {
      begun.push(name)
      return result
    }
    const done = turns.take(key, work, hasLeft)
    // Some are refused before a test looks at them.
    done.catch(() => {})
    return { done, end, fail }
  }
}

function lane(options: Parameters<typeof createTurns>[0]) {
  const turns = createTurns(options)
  const begun: string[] = []
  return { turns, begun, start: workOf(turns, begun) }
}

test('work of one key runs in order of arrival, as much at a time as allowed, and that of another key beside it', async () => {
  const { begun, start } = lane({ concurrent: 2 })
  const [a, b, c] = [start('a'), start('b'), start('c')]
  const other = start('other', { key: 'bob' })
  start('d')
  expect(begun).toEqual(['a', 'b', 'other'])
  b.end()
  expect(await b.done).toBe('b')
  await expect.poll(() => begun).toEqual(['a', 'b', 'other', 'c'])
  c.fail(new Error('failed'))
  await expect(c.done).rejects.toThrow('failed')
  await expect.poll(() => begun).toEqual(['a', 'b', 'other', 'c', 'd'])
  a.end()
  other.end()
})

test('where it leaves room, work begins as long after the last of its key as that took', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  onTestFinished(() => {
    vi.useRealTimers()
  })
  const { turns, begun, start } = lane({ concurrent: 1, leavesRoom: true })
  const [first, second] = [start('first'), start('second')]
  vi.advanceTimersByTime(40)
  first.end()
  await first.done
  await vi.advanceTimersByTimeAsync(39)
  start('other', { key: 'bob' }).end()
  expect(begun).toEqual(['first', 'other'])
  expect(turns.isTaken('ada')).toBe(true)
  await vi.advanceTimersByTimeAsync(1)
  expect(begun).toEqual(['first', 'other', 'second'])
  // Nobody waits for the third, which comes later.
  second.end()
  await second.done
  start('third')
  expect(begun.at(-1)).toBe('third')
})

test('work whose caller has left by its turn does not run, and the next does', async () => {
  const { begun, start } = lane({ concurrent: 1, maxWaiting: 2 })
  const first = start('first')
  let isGone = false
  const hasLeft = () => isGone
  const left = start('left', { hasLeft })
  const second = start('second')
  await expect(start('refused').done).rejects.toMatchObject({ code: 'TURNS_FULL' })
  isGone = true
  first.end()
  await expect(left.done).rejects.toMatchObject({ code: 'TURN_LEFT' })
  await expect.poll(() => begun).toEqual(['first', 'second'])
  second.end()
  await second.done
  await expect(start('at once', { hasLeft }).done).rejects.toMatchObject({ code: 'TURN_LEFT' })
})

test('work that has its turn keeps it when its caller leaves', async () => {
  const { begun, start } = lane({ concurrent: 1 })
  let isGone = false
  const hasLeft = () => isGone
  const first = start('first')
  const second = start('second', { hasLeft })
  const third = start('third')
  first.end()
  await expect.poll(() => begun).toEqual(['first', 'second'])
  isGone = true
  await nextTurn()
  expect(begun).toEqual(['first', 'second'])
  second.end()
  expect(await second.done).toBe('second')
  third.end()
  expect(await third.done).toBe('third')
})

test('work that has waited too long is refused, and what came after it still runs', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  onTestFinished(() => {
    vi.useRealTimers()
  })
  const { begun, start } = lane({ concurrent: 1, maxWaitMs: 1000 })
  const first = start('first')
  const late = start('late')
  vi.advanceTimersByTime(600)
  const second = start('second')
  const third = start('third')
  vi.advanceTimersByTime(600)
  await expect(late.done).rejects.toMatchObject({ code: 'TURN_LATE' })
  first.end()
  await first.done
  second.end()
  await second.done
  expect(begun).toEqual(['first', 'second', 'third'])
  third.end()
})

test('work is refused at once while what came before it waits too long', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  onTestFinished(() => {
    vi.useRealTimers()
  })
  const { start } = lane({ concurrent: 1, maxDelayMs: 1000 })
  const first = start('first')
  const second = start('second')
  vi.advanceTimersByTime(900)
  const third = start('third')
  vi.advanceTimersByTime(200)
  await expect(start('refused').done).rejects.toMatchObject({ code: 'TURNS_BUSY' })
  first.end()
  await first.done
  // What is first now has waited for less.
  const fourth = start('fourth')
  for (const work of [second, third, fourth]) {
    work.end()
    await work.done
  }
})

test('nothing is kept of a key whose work has ended', async () => {
  const { turns, start } = lane({ concurrent: 2 })
  const work = Array.from({ length: 5 }, (_, n) => start(String(n)))
  expect(turns.isTaken('ada')).toBe(true)
  for (const { end } of work) end()
  await Promise.all(work.map(({ done }) => done))
  expect(turns.isTaken('ada')).toBe(false)
})

test('the work of all keys together runs as much at a time as allowed, and each key no more than its own', async () => {
  const turns = within(createTurns({ concurrent: 2 }), createSharedTurns({ concurrent: 3 }))
  const begun: string[] = []
  const start = workOf(turns, begun)
  const a = start('a')
  start('a2')
  start('a3')
  start('b', { key: 'bob' })
  start('c', { key: 'cy' })
  await expect.poll(() => begun).toEqual(['a', 'a2', 'b'])
  a.end()
  await expect.poll(() => begun).toEqual(['a', 'a2', 'b', 'c'])
})
