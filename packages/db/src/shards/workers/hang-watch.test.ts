import { expect, onTestFinished, test, vi } from 'vitest'
import { createHangWatch } from './hang-watch.ts'

/** Two workers, of which one can be made to hang: its work never ends then, and it gives no sign of life. */
function setUp() {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  const world = { answers: true, probes: 0 }
  const watch = createHangWatch(
    async () => {
      world.probes++
      return world.answers
    },
    () => false,
  )
  const run = <T>(worker: string, work: () => Promise<T>) =>
    watch.unlessHanging(worker, 'ada', ({ running }) => running(work))
  return { world, watch, run }
}

const endless = () => new Promise<never>(() => {})
const refused = { code: 'TURNS_BUSY' }

test('what a hanging worker does not answer ends as if the connection was lost, and what waits does not begin', async () => {
  const { world, watch, run } = setUp()
  world.answers = false
  const begun = expect(run('one', endless)).rejects.toMatchObject({ code: '08006' })
  let isOver = () => false
  const waiting = expect(
    watch.unlessHanging('one', 'ada', (work) => {
      isOver = work.isOver
      return endless()
    }),
  ).rejects.toMatchObject(refused)
  const other = run('two', async () => 'of another worker')
  await vi.advanceTimersByTimeAsync(2_000)
  await Promise.all([begun, waiting])
  expect(isOver()).toBe(true)
  expect(await other).toBe('of another worker')
})

test('while it hangs it is refused at once, and is used again as soon as it gives a sign of life', async () => {
  const { world, run } = setUp()
  world.answers = false
  const hung = expect(run('one', endless)).rejects.toMatchObject({ code: '08006' })
  await vi.advanceTimersByTimeAsync(2_000)
  await hung
  const work = vi.fn(async () => 'done')
  await expect(run('one', work)).rejects.toMatchObject(refused)
  expect(work).not.toHaveBeenCalled()
  world.answers = true
  await vi.advanceTimersByTimeAsync(500)
  expect(await run('one', work)).toBe('done')
})

test('what is slow is waited for, as long as the worker gives signs of life', async () => {
  const { world, run } = setUp()
  const slow = run('one', () => new Promise((resolve) => setTimeout(resolve, 10_000, 'late')))
  await vi.advanceTimersByTimeAsync(11_000)
  expect(await slow).toBe('late')
  expect(world.probes).toBeGreaterThan(3)
})

test('a worker that answers is asked for no sign of life', async () => {
  const { world, run } = setUp()
  for (let i = 0; i < 50; i++) {
    const work = run('one', () => new Promise((resolve) => setTimeout(resolve, 100)))
    await vi.advanceTimersByTimeAsync(100)
    await work
  }
  expect(world.probes).toBe(0)
})
