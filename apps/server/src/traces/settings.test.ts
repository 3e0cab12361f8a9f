import { expect, test, vi } from 'vitest'
import { serveDuringTest } from '../testing/app.ts'
import { rest } from '../testing/caller.ts'
import { traced } from '../testing/services/traced.ts'

const TRACE = '0af7651916cd43dd8448eb211c80319c'
const TRACEPARENT = `00-${TRACE}-b7ad6b7169203331-01`

test('health checks and scrapes are not traced, and what runs without a request is not', async () => {
  const { server, spans } = await traced()
  for (const url of ['/health', '/health/ready', '/metrics']) await rest(server.app, 'GET', url)
  await server.services.db.user.count()
  expect(await spans()).toEqual([])
})

test('the standard variables choose what is sampled, and a caller whose trace is not sampled is heard', async () => {
  vi.stubEnv('OTEL_TRACES_SAMPLER', 'parentbased_always_off')
  vi.stubEnv('OTEL_SERVICE_NAME', 'tasks')
  const { ada, collector, lines, spans } = await traced()
  vi.unstubAllEnvs()
  await ada.rest('GET', ada.tasks)
  await ada.rest('GET', ada.tasks, { headers: { traceparent: TRACEPARENT } })
  const all = await spans()
  expect(new Set(all.map(({ traceId }) => traceId))).toEqual(new Set([TRACE]))
  expect(collector.resource()).toMatchObject({ 'service.name': 'tasks' })
  // The line of a request that was not sampled has its trace nevertheless.
  const ids = lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'answered')
  expect(ids.map(({ trace_id }) => trace_id)).toEqual([expect.stringMatching(/^[\da-f]{32}$/), TRACE])
})

test('a collector that does not take them is reported once, and requests are answered', async () => {
  vi.stubEnv('OTEL_BSP_SCHEDULE_DELAY', '20')
  const { ada, collector, lines } = await traced()
  vi.unstubAllEnvs()
  const said = () => lines.filter((line) => /traces/.test(line)).map((line) => JSON.parse(line).msg)
  collector.status = 400
  for (let i = 0; i < 2; i++) {
    const before = collector.refused
    expect((await ada.rest('GET', ada.tasks)).status).toBe(200)
    // A request that takes long is sent in parts.
    await expect.poll(() => collector.refused).toBeGreaterThan(before)
    await expect.poll(said).toEqual(['traces cannot be sent'])
  }
  collector.status = 200
  await ada.rest('GET', ada.tasks)
  await expect.poll(said).toEqual(['traces cannot be sent', 'traces are sent again'])
})

test('without the setting nothing watches calls or queries', async () => {
  const { services, database } = await serveDuringTest()
  const observe = vi.spyOn(database, 'observe')
  const server = await serveDuringTest({
    OTEL_TRACES_EXPORTER: 'none',
    OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1',
  })
  expect(observe).not.toHaveBeenCalled()
  observe.mockRestore()
  expect([services.observer.around, server.services.observer.around]).toEqual([undefined, undefined])
})
