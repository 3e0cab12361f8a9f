import { createDb } from '@tandem/db'
import { cable, createTestDb, testEngine } from '@tandem/db/testing'
import { uuidv7 } from 'uuidv7'
import { expect, onTestFinished, test } from 'vitest'
import { serve } from '../../testing/app.ts'

test.runIf(testEngine === 'postgresql')(
  'calls are 503 while the database is lost, and work again when it is back',
  async () => {
    const behind = await createTestDb()
    const wire = await cable(behind.url ?? '')
    const database = await createDb(wire.url)
    const server = await serve(database)
    onTestFinished(async () => {
      await server.app.close()
      await database.close()
      wire.close()
      await behind.close()
    })
    const ada = await server.signIn()
    const { body: task } = await ada.rest('POST', ada.tasks, { json: { title: 'x' } })
    const all = () =>
      Promise.all([
        ada.rest('GET', ada.tasks),
        ada.rest('GET', `${ada.tasks}/${task.id}`),
        ada.rest('POST', ada.tasks, { json: { id: uuidv7(), title: 'y' } }),
        ada.rest('PATCH', `${ada.tasks}/${task.id}`, { json: { title: 'z' } }),
        ada.rest('GET', '/health/ready'),
      ])
    expect((await all()).map(({ status }) => status)).toEqual([200, 200, 201, 200, 200])

    wire.cut()
    for (let attempt = 0; attempt < 3; attempt++) {
      expect((await all()).map(({ status }) => status)).toEqual([503, 503, 503, 503, 503])
    }
    expect((await ada.rest('GET', '/health')).status).toBe(200)

    wire.mend()
    expect((await all()).map(({ status }) => status)).toEqual([200, 200, 201, 200, 200])
  },
)
