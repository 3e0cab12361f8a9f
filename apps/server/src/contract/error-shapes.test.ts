import { errorShapes } from '@tandem/db/testing'
import { uuidv7 } from 'uuidv7'
import { expect, onTestFinished, test } from 'vitest'
import { testApp } from '../testing/app.ts'
import { bearer } from '../testing/caller.ts'
import { followEvents, overWebSocket } from '../testing/requests/subscriptions.ts'

const server = await testApp()
const ada = await server.signIn()
const { run, transact } = server.services

const errorOf = (call: Promise<unknown>) => call.catch((reason: unknown) => reason)

test.each(errorShapes)('%s: %s, over every transport', async (_, kind, thrown) => {
  const fail = () => Promise.reject(thrown)
  Object.assign(server.services, { run: fail, transact: fail })
  onTestFinished(() => void Object.assign(server.services, { run, transact }))
  const id = uuidv7()
  const isOutage = kind === 'unavailable' || kind === 'diskFull' || kind === 'deadlock'
  const [status, error] = isOutage ? [503, 'SERVICE_UNAVAILABLE'] : [500, 'INTERNAL_SERVER_ERROR']

  const viaRest = await ada.rest('GET', `${ada.tasks}/${id}`)
  expect(viaRest).toMatchObject({ status, body: { error } })
  const { message } = viaRest.body
  const input = encodeURIComponent(JSON.stringify({ id }))
  const viaTrpc = await fetch(`${server.url}/trpc/task.get?input=${input}`, { headers: bearer(ada) })
  expect(viaTrpc.status).toBe(status)
  expect(await viaTrpc.json()).toMatchObject({ error: { message, data: { error } } })
  const { trpc: socket } = overWebSocket(ada)
  expect(await errorOf(socket.task.get.query({ id }))).toMatchObject({ message, data: { error } })
  const { status: streamed } = await followEvents(ada)
  expect(streamed).toBe(status)

  const operations = [{ type: 'delete' as const, id }]
  const bulk = await ada.rest('POST', `${ada.tasks}/bulk`, { json: { operations } })
  expect(bulk).toMatchObject({ status, body: { error, message } })
  expect(await errorOf(ada.trpc.task.bulk.mutate({ operations }))).toMatchObject({ message, data: { error } })

  const answers = [
    viaRest.headers['retry-after'],
    viaTrpc.headers.get('retry-after'),
    bulk.headers['retry-after'],
  ]
  expect(answers.map((seconds) => Number(seconds) > 0)).toEqual([isOutage, isOutage, isOutage])
})
