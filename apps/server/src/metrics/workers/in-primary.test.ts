import type { Worker } from 'node:cluster'
import { EventEmitter } from 'node:events'
import { Counter, Gauge, Registry } from 'prom-client'
import { expect, onTestFinished, test, vi } from 'vitest'
import { sumOf } from '../../testing/samples.ts'
import { sumMetrics } from './in-primary.ts'
import type { MetricsMessage } from './messages.ts'

/** A worker as the primary sees it, whose messages go through JSON as between processes. */
class FakeWorker extends EventEmitter {
  readonly registry = new Registry()
  readonly calls = new Counter({ name: 'calls', help: '-', registers: [this.registry] })
  readonly busy = new Gauge({ name: 'busy', help: '-', registers: [this.registry] })
  readonly lag = new Gauge({ name: 'lag', help: '-', aggregator: 'max', registers: [this.registry] })
  readonly memory: Gauge<'worker'>
  answers = true
  readonly texts: string[] = []

  constructor(readonly id: string) {
    super()
    this.memory = new Gauge({ name: 'memory', help: '-', labelNames: ['worker'], registers: [this.registry] })
    this.memory.set({ worker: id }, 100)
    const start = new Gauge({
      name: 'start',
      help: '-',
      aggregator: 'omit',
      labelNames: ['worker'],
      registers: [this.registry],
    })
    start.set({ worker: id }, 7)
    const unknown = new Gauge({ name: 'unknown', help: '-', registers: [this.registry] })
    unknown.set(Number.NaN)
  }

  isConnected() {
    return true
  }

  async send(message: MetricsMessage) {
    if (message.metrics === 'all') this.texts.push(message.text)
    if (message.metrics === 'ask' && this.answers) await this.tell('own', message.id)
  }

  async tell(metrics: 'own' | 'last', id = 0) {
    const snapshot = await this.registry.getMetricsAsJSON()
    this.emit('message', JSON.parse(JSON.stringify({ metrics, id, snapshot })))
  }
}

function withWorkers(...ids: string[]) {
  const all = sumMetrics()
  const workers = ids.map((id) => new FakeWorker(id))
  for (const worker of workers) all.join(worker as unknown as Worker)
  return { all, workers: workers as [FakeWorker, FakeWorker] }
}

test('counters and gauges are summed, and each process has a memory of its own', async () => {
  const { all, workers } = withWorkers('1', '2')
  for (const [i, worker] of workers.entries()) {
    worker.calls.inc(i + 1)
    worker.busy.set(i + 1)
    worker.lag.set(i + 1)
  }
  const text = await all.read()
  expect(sumOf(text, 'calls')).toBe(3)
  expect(sumOf(text, 'busy')).toBe(3)
  expect(sumOf(text, 'lag')).toBe(2)
  expect(text).toContain('memory{worker="1"} 100\nmemory{worker="2"} 100\n')
  expect(text).toMatch(/process_resident_memory_bytes\{worker="primary"\} \d+/)
  // The library leaves this one out of sums.
  expect(text).toContain('start{worker="1"} 7\nstart{worker="2"} 7\n')
  expect(text).not.toMatch(/^unknown /m)
  expect(sumOf(text, 'workers')).toBe(2)
})

test('counters do not fall when a worker dies, and gauges do', async () => {
  const { all, workers } = withWorkers('1', '2')
  const [first, second] = workers
  for (const worker of workers) {
    worker.calls.inc(5)
    worker.busy.set(5)
  }
  expect(sumOf(await all.read(), 'calls')).toBe(10)
  all.countDeath()
  first.emit('disconnect')
  second.calls.inc()
  const text = await all.read()
  expect(sumOf(text, 'calls')).toBe(11)
  expect(sumOf(text, 'busy')).toBe(5)
  expect(text).not.toContain('worker="1"')
  expect(sumOf(text, 'workers')).toBe(1)
  expect(sumOf(text, 'worker_deaths_total')).toBe(1)
})

test('what a worker counted until it stopped is kept, of many workers in turn', async () => {
  const { all, workers } = withWorkers('1', '2')
  for (const worker of workers) {
    worker.calls.inc(5)
    await worker.tell('last')
    worker.emit('disconnect')
  }
  expect(sumOf(await all.read(), 'calls')).toBe(10)
  // Too late to be counted a second time.
  await workers[0].tell('own')
  expect(sumOf(await all.read(), 'calls')).toBe(10)
})

test('a worker that is too busy to answer counts with what it told last', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const { all, workers } = withWorkers('1', '2')
  for (const worker of workers) worker.calls.inc(5)
  await all.read()
  workers[0].answers = false
  workers[1].calls.inc()
  const text = all.read()
  await vi.advanceTimersByTimeAsync(2_000)
  expect(sumOf(await text, 'calls')).toBe(11)
})

test('a worker that is asked for the metrics gets those of all', async () => {
  const { all, workers } = withWorkers('1', '2')
  const [first, second] = workers
  second.calls.inc(7)
  expect(all).toBeDefined()
  first.emit('message', { metrics: 'ask all', id: 1 })
  await expect.poll(() => first.texts).toEqual([expect.stringContaining('calls 7')])
  expect(second.texts).toEqual([])
})
