import { expect, test } from 'vitest'
import { z } from 'zod'
import { lookupId } from '../core/fields/text.ts'
import { inputsOf } from './schema.ts'

const inputs = inputsOf(
  { title: z.string(), colour: z.string().nullable().default(null) },
  { taskId: lookupId },
)
const taskId = '01980000-0000-7000-8000-000000000000'
const key = { taskId, id: '01980000-0000-7000-8000-000000000001' }

test('creating and replacing give an omitted field its default, updating leaves it out', () => {
  expect(inputs.create.parse({ taskId, title: 'a' })).toEqual({ taskId, title: 'a', colour: null })
  expect(inputs.replace.parse({ ...key, title: 'a' })).toEqual({ ...key, title: 'a', colour: null })
  expect(inputs.update.parse(key)).toEqual(key)
  expect(inputs.update.parse({ ...key, colour: null })).toEqual({ ...key, colour: null })
})

test.each(Object.entries(inputs))('%s needs the parent and refuses unknown fields', (name, input) => {
  const valid =
    name === 'create' ? { taskId, title: 'a' } : { ...key, ...(name === 'replace' && { title: 'a' }) }
  expect(input.safeParse(valid).success).toBe(true)
  expect(input.safeParse({ ...valid, taskId: undefined }).error?.issues).toMatchObject([{ path: ['taskId'] }])
  expect(input.safeParse({ ...valid, owner: 'x' }).error?.issues).toMatchObject([{ keys: ['owner'] }])
})
