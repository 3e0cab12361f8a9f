import { uuidv7 } from 'uuidv7'
import { expect, test } from 'vitest'
import { reportError } from '../../core/errors.ts'
import { testApi } from '../../testing/test-api.ts'

const { signIn } = await testApi()

test('concurrent bulks over the same tasks in any order all succeed, beside other writes', async () => {
  const user = await signIn()
  const { api } = user
  const ids: string[] = []
  for (let n = 0; n < 6; n++) ids.push((await api.task.create({ title: `${n}` })).id)
  const times = async (count: number, write: (n: number) => Promise<unknown>) => {
    for (let n = 0; n < count; n++) await write(n)
  }
  const over = (some: string[], title: string) =>
    api.task.bulk({ operations: some.map((id) => ({ type: 'update' as const, id, title })) })
  await Promise.all([
    times(10, (n) => over(ids, `forwards ${n}`)),
    times(10, (n) => over(ids.toReversed(), `backwards ${n}`)),
    times(10, async (n) => api.task.delete({ id: (await api.task.create({ title: `more ${n}` })).id })),
    ...ids.map((id) => times(10, (n) => api.task.update({ id, title: `alone ${n}` }))),
  ])
  const { data } = await api.task.list({ sort: 'createdAt' })
  // Each task was changed by 20 bulks and 10 single writes.
  expect(data.map(({ version }) => version)).toEqual(Array(6).fill(31))
  expect((await api.task.changes()).revision).toBe(6 * 31 + 10 * 2)
})

test('of concurrent bulks that create the same id, one succeeds and the others change nothing', async () => {
  const user = await signIn()
  const id = uuidv7()
  const own: string[] = []
  for (let n = 0; n < 8; n++) own.push((await user.api.task.create({ title: `${n}` })).id)
  const made = await Promise.allSettled(
    own.map((there) =>
      user.api.task.bulk({
        operations: [
          { type: 'create', title: 'x' },
          { type: 'create', id, title: 'x' },
          { type: 'update', id: there, title: 'changed' },
        ],
      }),
    ),
  )
  const refused = made.flatMap((one) => (one.status === 'rejected' ? [reportError(one.reason)] : []))
  expect(refused).toHaveLength(7)
  for (const one of refused)
    expect(one).toMatchObject({ status: 409, issues: [{ path: ['operations', 1, 'id'] }] })
  const { data } = await user.api.task.list({ limit: 100 })
  expect(data).toHaveLength(8 + 2)
  expect((await user.api.task.changes()).revision).toBe(8 + 3)
})

test('an account can be deleted while its tasks are written; late writes get 401 or 404', async () => {
  const root = await signIn('Root', 'admin')
  for (let round = 0; round < 10; round++) {
    const { id: userId, api } = await signIn()
    const ids: string[] = []
    for (let n = 0; n < 4; n++) ids.push((await api.task.create({ title: `${n}` })).id)
    const [a = '', b = '', c = '', d = ''] = ids
    await api.task.delete({ id: d })
    const settled = await Promise.allSettled([
      api.task.create({ title: 'new' }),
      api.task.update({ id: a, title: 'changed' }),
      root.api.admin.deleteUser({ userId }),
      api.task.delete({ id: b }),
      api.task.restore({ id: d }),
      api.task.bulk({
        operations: [
          { type: 'create', title: 'new' },
          { type: 'update', id: c, title: 'changed' },
        ],
      }),
    ])
    expect(settled[2]).toEqual({ status: 'fulfilled', value: undefined })
    for (const one of settled)
      if (one.status === 'rejected') expect([401, 404]).toContain(reportError(one.reason).status)
  }
})
