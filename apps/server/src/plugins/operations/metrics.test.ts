import { uuidv7 } from 'uuidv7'
import { expect, test } from 'vitest'
import { testApp } from '../../testing/app.ts'
import { rest } from '../../testing/caller.ts'

test.each<[string, Record<string, string>]>([
  ['X-Forwarded-For', { 'x-forwarded-for': '192.0.2.1' }],
  ['Forwarded', { forwarded: 'for=192.0.2.1' }],
  ['Via', { via: '1.1 proxy' }],
  ['a Host of another site', { host: 'evil.example' }],
])('a request with %s is not from this machine, and gets 404', async (_, headers) => {
  const { app } = await testApp()
  expect(await rest(app, 'GET', '/metrics', { headers })).toMatchObject({ status: 404 })
})

test('a request from another machine gets 404', async () => {
  const { app } = await testApp()
  const answers = ['192.0.2.1', '::ffff:192.0.2.1', '2001:db8::1'].map((remoteAddress) =>
    app.inject({ url: '/metrics', remoteAddress }),
  )
  expect((await Promise.all(answers)).map(({ statusCode }) => statusCode)).toEqual([404, 404, 404])
  for (const remoteAddress of ['127.0.0.1', '::1', '::ffff:127.0.0.1']) {
    const { statusCode } = await app.inject({ url: '/metrics', remoteAddress })
    expect([remoteAddress, statusCode]).toEqual([remoteAddress, 200])
  }
})

test('responses are counted by route, not by path', async () => {
  const server = await testApp()
  const ada = await server.signIn()
  const id = uuidv7()
  await ada.rest('GET', `${ada.tasks}/${id}`)
  const { text, headers } = await rest(server.app, 'GET', '/metrics')
  expect(headers['content-type']).toMatch(/^text\/plain/)
  expect(text).toMatch(
    /http_request_duration_seconds_count\{method="GET",route="\/api\/v1\/:userId\/tasks\/:id",status="404"\} 1/,
  )
  expect(text).toContain('process_cpu_user_seconds_total')
  expect(text).not.toContain(id)
})
