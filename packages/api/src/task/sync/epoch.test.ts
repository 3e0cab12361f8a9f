import { expect, test } from 'vitest'
import { refusal } from '../../testing/test-api.ts'
import { follow, streamWorld } from '../testing/streams.ts'
import { beginEpoch } from './epoch.ts'

const { db, signIn } = await streamWorld()
const resync = { error: 'RESYNC_REQUIRED', status: 410 }

test('a copy that is ahead of a restored database is told, although the database has grown past it since', async () => {
  const { api, id: userId } = await signIn()
  for (const title of ['kept', 'lost', 'lost too']) await api.task.create({ title })
  const copy = await api.task.changes()
  expect(copy).toMatchObject({ revision: 3, epoch: expect.stringMatching(/^[0-9a-f]{12}$/) })

  // As after a restore of a backup of revision 1.
  await db.task.deleteMany({ where: { userId, title: { not: 'kept' } } })
  await db.deletedTask.deleteMany({ where: { userId } })
  await db.revision.update({ where: { userId }, data: { revision: 1 } })
  const epoch = await beginEpoch(db)
  for (const title of ['1', '2', '3', '4']) await api.task.create({ title })

  const { revision: since } = copy
  expect(await refusal(api.task.changes({ since, epoch: copy.epoch }))).toMatchObject(resync)
  expect(await refusal(api.task.onChange({ lastEventId: `${since}`, epoch: copy.epoch }))).toMatchObject(
    resync,
  )
  // Without an epoch only the revision counts.
  expect((await api.task.changes({ since })).changes).toHaveLength(2)
  const again = await api.task.changes()
  expect(again).toMatchObject({ revision: 5, epoch })
  expect(again.changes).toHaveLength(5)
  expect((await api.task.changes({ since: 5, epoch })).changes).toEqual([])
})

test('an open stream ends with RESYNC_REQUIRED at the first change of a new epoch', async () => {
  const { api } = await signIn()
  const { epoch } = await api.task.changes()
  const stream = await follow(api)
  const first = stream.next()
  await api.task.create({ title: 'before' })
  expect(await first).toMatchObject({ id: '1', epoch })
  await beginEpoch(db)
  const second = refusal(stream.next())
  await api.task.create({ title: 'after' })
  expect(await second).toMatchObject(resync)
})

test('each epoch has a name of its own, and there is one at a time', async () => {
  const { api } = await signIn()
  const epochs = [(await api.task.changes()).epoch, await beginEpoch(db), await beginEpoch(db)]
  expect(new Set(epochs).size).toBe(3)
  expect((await api.task.changes()).epoch).toBe(epochs[2])
  expect(await db.syncEpoch.count()).toBe(1)
  await expect(db.syncEpoch.create({ data: { id: 2, value: 'x' } })).rejects.toThrow('sync_epoch_one_row')
})
