import { createTestDb } from '@tandem/db/testing'
import { afterAll, describe, expect, test } from 'vitest'
import { reportError } from '../core/errors.ts'
import { testApi } from '../testing/test-api.ts'
import { countTasks, withKey } from './testing/idempotent-calls.ts'

const database = await createTestDb()
afterAll(() => database.close())
/** Two processes over one database. */
const [here, there] = [await testApi(database), await testApi(database)]
const { signIn } = here

describe('concurrent calls', () => {
  test.each([
    ['one process', [here]],
    ['two processes', [here, there]],
  ])('by %s with one key take effect once; the others get the same answer or 409', async (_, processes) => {
    const user = await signIn()
    const apis = processes.map((process) => withKey(process, user, 'k'))
    const calls = Array.from({ length: 50 }, (_, n) => apis[n % apis.length]?.task.create({ title: 'x' }))
    const settled = await Promise.allSettled(calls)
    const answers = settled.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
    for (const result of settled)
      if (result.status === 'rejected')
        expect(reportError(result.reason)).toMatchObject({ error: 'CONFLICT', status: 409 })
    expect(await countTasks(user)).toBe(1)
    expect(new Set(answers.map((task) => task?.id)).size).toBe(1)
    expect(apis.reduce((total, { replays }) => total + replays, 0)).toBe(answers.length - 1)
    const api = withKey(there, user, 'k')
    expect(await api.task.create({ title: 'x' })).toEqual(answers[0])
    expect(api.replays).toBe(1)
  })

  test('with different keys all succeed', async () => {
    const user = await signIn()
    const calls = Array.from({ length: 50 }, (_, n) =>
      withKey(here, user, `${n}`).task.create({ title: `${n}` }),
    )
    expect(new Set((await Promise.all(calls)).map(({ id }) => id)).size).toBe(50)
    expect((await user.api.task.changes()).revision).toBe(50)
  })
})
