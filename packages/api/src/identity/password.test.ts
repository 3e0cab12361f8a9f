import { expect, test } from 'vitest'
import { refusal } from '../testing/test-api.ts'
import { hashPassword, verifyPassword } from './password.ts'

test('the same password typed on another keyboard is the same', async () => {
  const hash = await hashPassword('caf\u00e9 au lait')
  expect(await verifyPassword(hash, 'cafe\u0301 au lait')).toBe(true)
  expect(await verifyPassword(hash, 'cafe au lait')).toBe(false)
})

test('no account is no, however the decoy was made', async () => {
  expect(await verifyPassword(undefined, 'no account has this password')).toBe(false)
})

test('a flood is answered 503 instead of being queued without end, and what was let in is served', async () => {
  const flood = Array.from({ length: 400 }, () =>
    hashPassword('flood').then(
      () => 'served',
      (error) => refusal(Promise.reject(error)),
    ),
  )
  const answers = await Promise.all(flood)
  const refused = answers.filter((answer) => answer !== 'served')
  expect(refused.length).toBeGreaterThan(0)
  expect(answers.length - refused.length).toBeGreaterThan(10)
  expect(refused[0]).toMatchObject({ error: 'SERVICE_UNAVAILABLE', status: 503 })
  await expect(hashPassword('after')).resolves.toMatch(/^\$argon2id/)
})
