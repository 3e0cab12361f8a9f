import { uuidv7 } from 'uuidv7'
import { expect, test } from 'vitest'
import { testApp } from '../../testing/app.ts'
import { rest } from '../../testing/caller.ts'

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
