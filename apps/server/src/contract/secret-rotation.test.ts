import { expect, test } from 'vitest'
import { SECRET, serveDuringTest, testApp } from '../testing/app.ts'
import { rest } from '../testing/caller.ts'

test('with JWT_SECRET_PREVIOUS, what the old secret made is valid after the secret was replaced', async () => {
  const before = await testApp()
  const ada = await before.signIn()
  const headers = { authorization: `Bearer ${ada.token}`, 'idempotency-key': 'k' }
  for (const title of ['a', 'b']) await ada.trpc.task.create.mutate({ title })
  const made = await ada.rest('POST', ada.tasks, { json: { title: 'c' }, headers })
  const { body } = await ada.rest('GET', `${ada.tasks}?limit=1&sort=title`)
  const second = `${ada.tasks}?limit=1&sort=title&cursor=${body.page.nextCursor}`

  const JWT_SECRET = 'a newer secret for tests that is long enough'
  const rotated = await serveDuringTest({ JWT_SECRET, JWT_SECRET_PREVIOUS: SECRET })
  const page = await rest(rotated.app, 'GET', second, { headers })
  expect(page).toMatchObject({ status: 200, body: { data: [{ title: 'b' }] } })
  expect(await rest(rotated.app, 'POST', ada.tasks, { json: { title: 'c' }, headers })).toMatchObject({
    status: 201,
    body: made.body,
    headers: { 'idempotency-replayed': 'true' },
  })

  // Only the new secret makes new ones.
  const third = `${ada.tasks}?limit=1&sort=title&cursor=${page.body.page.nextCursor}`
  expect((await ada.rest('GET', third)).status).toBe(422)
  const bob = await rotated.signIn()
  expect((await bob.rest('GET', bob.tasks)).status).toBe(200)
  expect(
    (await rest(before.app, 'GET', bob.tasks, { headers: { authorization: `Bearer ${bob.token}` } })).status,
  ).toBe(401)
})
