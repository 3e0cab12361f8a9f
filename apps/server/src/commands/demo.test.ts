import { expect, test } from 'vitest'
import { testApp } from '../testing/app.ts'
import { rest } from '../testing/caller.ts'
import { DEMO, seedDemo } from './demo.ts'

test('the demo user signs in with the password and finds a file, and is made once', async () => {
  const { app, database, services } = await testApp()
  expect(await seedDemo(database, services.files)).toBe(true)
  expect(await seedDemo(database, services.files)).toBe(false)

  const grant = { grant_type: 'password', username: DEMO.email, password: DEMO.password }
  const { body: session } = await rest(app, 'POST', '/api/v1/auth/token', { json: grant })
  const headers = { authorization: `Bearer ${session.access_token}` }
  const get = (path: string) => rest(app, 'GET', `/api/v1${path}`, { headers })
  const [row, ...more] = await database.client.file.findMany()
  expect(more).toEqual([])
  const files = `/${row?.userId}/tasks/${row?.taskId}/files`
  const { body: listed } = await get(files)
  expect(listed.data).toMatchObject([{ id: row?.id, name: 'What to pack.txt', mediaType: 'text/plain' }])
  const { status, text, headers: sent } = await get(`${files}/${row?.id}`)
  expect([status, text.length]).toEqual([200, listed.data[0].size])
  expect(sent.etag).toBe(`"${listed.data[0].sha256}"`)
  // What is removed with the task has to be counted first.
  expect((await database.client.fileUsage.findFirst())?.bytes).toBe(BigInt(text.length))
})
