import { uuidv7 } from 'uuidv7'
import { expect, test } from 'vitest'
import { testApi } from '../../testing/test-api.ts'
import { seededRandom } from '../testing/random.ts'
import { byId, catchUp, listById, type Replica, type TestUser } from '../testing/replica.ts'

const { signIn } = await testApi()

/** Runs one random operation on the tasks of a user. */
async function writeRandomly({ api }: TestUser, random: (n: number) => number) {
  const tasks = (await api.task.list({ limit: 100 })).data
  const deleted = (await api.task.listDeleted()).data
  const { id } = tasks[random(Math.max(tasks.length, 1))] ?? (await api.task.create({ title: 'the first' }))
  const title = `title ${random(1000)}`
  const operations = [
    { type: 'create' as const, id: uuidv7(), title },
    { type: 'update' as const, id, title },
    { type: 'delete' as const, id },
  ]
  const deletedId = deleted[random(Math.max(deleted.length, 1))]?.id
  const failingBulk = { operations: [...operations, { type: 'delete' as const, id: uuidv7() }] }
  const writes = [
    () => api.task.create({ title }),
    () => api.task.create({ title, tags: [title] }),
    () => api.task.update({ id, title }),
    () => api.task.update({ id, priority: 'high' }),
    () => api.task.complete({ id }),
    () => api.task.delete({ id }),
    () => (deletedId ? api.task.restore({ id: deletedId }) : api.task.reopen({ id })),
    () => api.task.bulk({ operations }),
    () => expect(api.task.bulk(failingBulk)).rejects.toMatchObject({ code: 'NOT_FOUND' }),
  ]
  await writes[random(writes.length)]?.()
}

test.each([1, 2, 3])(
  'a replica that reads changes while tasks are written equals the list: seed %i',
  async (seed) => {
    const [user, random] = [await signIn(), seededRandom(seed)]
    const replica: Replica = new Map()
    const limit = () => 1 + random(4)
    const afterPage = async () => {
      if (random(3) === 0) await writeRandomly(user, random)
    }
    let since = 0
    for (let round = 0; round < 8; round++) {
      for (let n = random(8); n > 0; n--) await writeRandomly(user, random)
      since = await catchUp(user, { replica, since, limit, afterPage })
      since = await catchUp(user, { replica, since, limit })
      expect(byId(replica.values())).toEqual(await listById(user))
    }
    const fresh: Replica = new Map()
    expect(await catchUp(user, { replica: fresh, since: 0, limit })).toBe(since)
    expect(byId(fresh.values())).toEqual(byId(replica.values()))
  },
)

test('a replica that reads changes during concurrent writes equals the list afterwards', async () => {
  const [user, random] = [await signIn(), seededRandom(4)]
  const replica: Replica = new Map()
  const limit = () => 1 + random(5)
  let isWriting = true
  const writers = Array.from({ length: 8 }, async () => {
    for (let n = 0; n < 4; n++) {
      const { id } = await user.api.task.create({ title: 'x' })
      await user.api.task.update({ id, title: 'y' })
      if (n % 2) await user.api.task.delete({ id })
    }
  })
  const written = Promise.all(writers).finally(() => {
    isWriting = false
  })
  let since = 0
  while (isWriting) since = await catchUp(user, { replica, since, limit })
  await written
  expect(await catchUp(user, { replica, since, limit })).toBe(8 * (4 + 4 + 2))
  expect(replica.size).toBe(16)
  expect(byId(replica.values())).toEqual(await listById(user))
})
