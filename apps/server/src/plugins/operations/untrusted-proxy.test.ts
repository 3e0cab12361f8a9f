import { expect, test } from 'vitest'
import { captureLog, serveDuringTest } from '../../testing/app.ts'
import { rest } from '../../testing/caller.ts'

test.each([
  ['false', 1],
  ['10.0.0.0/8', 1],
  ['loopback', 0],
  ['1', 0],
])(
  'with TRUST_PROXY=%s a proxy on loopback is reported %i times, however many requests come',
  async (setting, times) => {
    const { lines, logStream } = captureLog()
    const { app } = await serveDuringTest({ TRUST_PROXY: setting, LOG_LEVEL: 'warn' }, { logStream })
    for (let i = 0; i < 2; i++) {
      await rest(app, 'GET', '/health')
      await rest(app, 'GET', '/health', { headers: { 'x-forwarded-for': '198.51.100.7' } })
    }
    const reports = lines.filter((line) => line.includes('TRUST_PROXY'))
    expect(reports).toHaveLength(times)
    for (const report of reports) expect(JSON.parse(report)).toMatchObject({ proxy: '127.0.0.1' })
  },
)
