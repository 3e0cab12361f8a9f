import { request } from 'node:http'
import { expect, onTestFinished, test, vi } from 'vitest'
import { testApp } from '../testing/app.ts'

test.each([
  { api: 'REST', pathOf: (userId: string) => `/api/v1/${userId}/tasks/bulk` },
  { api: 'tRPC', pathOf: () => '/trpc/task.bulk' },
])('a call over $api whose client leaves while it waits for its turn does not run', async ({ pathOf }) => {
  const { services, signIn, url } = await testApp()
  const ada = await signIn()
  let end = () => {}
  const turn = new Promise<void>((resolve) => {
    end = resolve
  })
  const held = services.turns.transactions.take(ada.id, () => turn)
  const take = vi.spyOn(services.turns.transactions, 'take')
  onTestFinished(() => take.mockRestore())

  const headers = { authorization: `Bearer ${ada.token}`, 'content-type': 'application/json' }
  const client = request(url + pathOf(ada.id), { method: 'POST', headers })
  client.on('error', () => {})
  client.end(JSON.stringify({ operations: [{ type: 'create', title: 'never' }] }))
  await expect.poll(() => take.mock.calls.length).toBe(1)
  const [, , hasLeft] = take.mock.calls[0] ?? []
  expect(hasLeft?.()).toBe(false)
  client.destroy()
  await expect.poll(() => hasLeft?.()).toBe(true)
  end()
  await held
  await expect(take.mock.results[0]?.value).rejects.toMatchObject({ code: 'TURN_LEFT' })
  expect((await ada.trpc.task.list.query()).data).toEqual([])
})
