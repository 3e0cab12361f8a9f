import {
  BasicTracerProvider,
  InMemorySpanExporter,
  type ReadableSpan,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base'
import { expect, test } from 'vitest'
import { createSpans } from './spans.ts'

function recorder() {
  const exporter = new InMemorySpanExporter()
  const provider = new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] })
  const spans = createSpans(provider.getTracer('test'))
  const call = { path: 'task.get', type: 'query' } as const
  return {
    ...spans,
    inCall: (work: () => Promise<unknown>) =>
      spans.around?.(call, async () => {
        await work()
        return { ok: true }
      }),
    ended: (): ReadableSpan[] => exporter.getFinishedSpans(),
  }
}

test('texts in a statement are masked, and it is cut where it is very long', async () => {
  const { queries, inCall, ended } = recorder()
  const text = `INSERT INTO t VALUES ('ada@example.com', 'it''s', $1, ${'x'.repeat(5_000)})`
  await inCall(() => queries.query({ text }, async () => {}))
  const attributes = ended()[0]?.attributes ?? {}
  expect(attributes['db.query.text']).toMatch(/^INSERT INTO t VALUES \('\?', '\?', \$1, x+$/)
  expect(String(attributes['db.query.text'])).toHaveLength(2_000)
})

test('a statement that fails has its code, and not its message', async () => {
  const { queries, inCall, ended } = recorder()
  const error = Object.assign(new Error('Key (email)=(ada@example.com) already exists.'), { code: '23505' })
  const failing = inCall(() =>
    queries.query({ name: 'tandem_tasks.get', text: 'SELECT 1' }, async () => Promise.reject(error)),
  )
  await expect(failing).rejects.toThrow(error)
  const [query, call] = ended()
  expect(query).toMatchObject({
    name: 'tasks.get',
    attributes: { 'db.response.status_code': '23505', 'error.type': '23505' },
    status: { code: 2 },
    events: [],
  })
  expect(call).toMatchObject({
    name: 'task.get',
    attributes: { 'error.type': 'INTERNAL_SERVER_ERROR' },
    events: [],
  })
  expect(JSON.stringify([query?.attributes, query?.status, call?.attributes, call?.status])).not.toContain(
    'ada@',
  )
})

test('what is called once a call has ended is not traced', async () => {
  const { queries, inCall, current, ended } = recorder()
  let later = () => Promise.resolve()
  await inCall(async () => {
    const span = current.getStore()
    later = () =>
      span ? current.run(span, () => queries.query({ text: 'SELECT 1' }, async () => {})) : Promise.resolve()
  })
  await later()
  expect(ended().map(({ name }) => name)).toEqual(['task.get'])
})
