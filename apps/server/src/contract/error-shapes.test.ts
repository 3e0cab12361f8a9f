import { errorShapes } from '@tandem/db/testing'
import { uuidv7 } from 'uuidv7'
import { expect, onTestFinished, test } from 'vitest'
import { testApp } from '../testing/app.ts'
import { bearer } from '../testing/caller.ts'

const server = await testApp()
const ada = await server.signIn()
const { run } = server.services

test.each(errorShapes)('%s: %s, over both APIs', async (_, kind, thrown) => {
  server.services.run = () => Promise.reject(thrown)
  onTestFinished(() => {
    server.services.run = run
  })
  const id = uuidv7()
  const isOutage = kind === 'unavailable' || kind === 'diskFull' || kind === 'deadlock'
  const [status, error] = isOutage ? [503, 'SERVICE_UNAVAILABLE'] : [500, 'INTERNAL_SERVER_ERROR']

  const viaRest = await ada.rest('GET', `${ada.tasks}/${id}`)
  expect(viaRest).toMatchObject({ status, body: { error } })
  const input = encodeURIComponent(JSON.stringify({ id }))
  const viaTrpc = await fetch(`${server.url}/trpc/task.get?input=${input}`, { headers: bearer(ada) })
  expect(viaTrpc.status).toBe(status)
  const { error: reported } = (await viaTrpc.json()) as { error: { message: string; data: object } }
  expect(reported).toMatchObject({ message: viaRest.body.message, data: { error } })

  const retryAfter = [viaRest.headers['retry-after'], viaTrpc.headers.get('retry-after')]
  expect(retryAfter.map((seconds) => Number(seconds) > 0)).toEqual([isOutage, isOutage])
})
