import { createJobs, defineJob } from '@tandem/api'
import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { operatedDatabase } from './testing/operated-database.ts'

const operated = await operatedDatabase()
afterAll(operated.close)

const jobs = (...args: string[]) => operated.run('admin', 'jobs', ...args)

test('lists jobs without their payloads, and puts a dead one back', async () => {
  const greet = defineJob({ name: 'greet', payload: z.object({ to: z.string() }), run: async () => {} })
  const { enqueue } = createJobs()
  const { waiting, dead } = await operated.use(async ({ client }) => {
    const later = { startAfter: new Date('2030-01-02T03:04:05Z') }
    const waiting = await enqueue(client, greet, { to: 'ada@example.com' }, later)
    const dead = await enqueue(client, greet, { to: 'bob@example.com' })
    await client.$executeRaw`
      UPDATE pgboss.job SET state = 'failed', started_on = now(), retry_count = 9, output = '{"name":"Error","message":"refused"}'
      WHERE id = ${dead}::uuid`
    return { waiting, dead }
  })

  const lineOfDead = `dead     greet  ${dead}  attempt 10  Error: refused\n`
  expect((await jobs()).output).toBe(
    `${lineOfDead}waiting  greet  ${waiting}  attempt 0  due 2030-01-02T03:04:05.000Z\n`,
  )
  expect((await jobs('dead')).output).toBe(lineOfDead)
  const refused = await jobs('retry', waiting)
  expect(refused).toEqual({ code: 1, output: `admin jobs: no dead job has the id ${waiting}\n` })
  expect(await jobs('retry', dead)).toEqual({ code: 0, output: `job ${dead} is back in the queue\n` })
  expect((await jobs('dead')).output).toBe('no jobs\n')
  const usage = expect.stringContaining('usage: tandem admin jobs')
  expect(await jobs('nonsense')).toEqual({ code: 2, output: usage })
})
