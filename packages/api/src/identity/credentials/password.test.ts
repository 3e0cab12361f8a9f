import { expect, test } from 'vitest'
import { atFullCost } from '../../testing/argon2.ts'
import { refusal } from '../../testing/test-api.ts'
import { hashPassword, verifyPassword } from './password.ts'

test('a hash costs what OWASP recommends', async () => {
  expect(await atFullCost(() => hashPassword('correct horse battery'))).toMatch(
    /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/,
  )
})

test('a password matches in composed and in decomposed Unicode', async () => {
  const hash = await hashPassword('caf\u00e9 au lait')
  expect(await verifyPassword(hash, 'cafe\u0301 au lait')).toBe(true)
  expect(await verifyPassword(hash, 'cafe au lait')).toBe(false)
})

test('without an account no password matches, not even that of the dummy hash', async () => {
  expect(await verifyPassword(undefined, 'no account has this password')).toBe(false)
})

test('a flood is refused with 503 once the queue is full, and queued work is completed', async () => {
  const flood = Array.from({ length: 400 }, () =>
    hashPassword('flood').then(
      () => 'hashed',
      (error) => refusal(Promise.reject(error)),
    ),
  )
  const results = await Promise.all(flood)
  const refusals = results.filter((result) => result !== 'hashed')
  expect(refusals.length).toBeGreaterThan(0)
  expect(results.length - refusals.length).toBeGreaterThan(10)
  expect(refusals[0]).toMatchObject({ error: 'SERVICE_UNAVAILABLE', status: 503 })
  await expect(hashPassword('after')).resolves.toMatch(/^\$argon2id/)
})
