import { randomBytes } from 'node:crypto'
import { uuidv7 } from 'uuidv7'
import { describe, expect, test } from 'vitest'
import { refusal } from '../testing/test-api.ts'
import { HOUR, newEmail, PASSWORD, registered } from './testing/registered.ts'

describe('resend', () => {
  test('mails another link, and the older one goes on working', async () => {
    const { api, lastToken, mails, verify } = await registered()
    const first = await lastToken()
    await api.auth.resendVerification()
    expect(await mails()).toHaveLength(2)
    expect(await lastToken()).not.toBe(first)
    await verify(first)
  })

  test('mails nothing to a verified address', async () => {
    const { api, lastToken, mails, verify, db, user } = await registered()
    await verify(await lastToken())
    await api.auth.resendVerification()
    expect(await mails()).toHaveLength(1)
    expect(await db.emailLink.count({ where: { userId: user.id } })).toBe(1)
  })

  test('goes to the address that waits', async () => {
    const { api, mails, lastToken, verify } = await registered()
    await verify(await lastToken())
    const email = newEmail()
    await api.user.update({ email, currentPassword: PASSWORD })
    await api.auth.resendVerification()
    expect((await mails(email)).map(({ subject }) => subject)).toEqual(
      Array(2).fill('Confirm your new e-mail address'),
    )
  })

  test('takes no address, and needs a session, unless signing in needs a verified address', async () => {
    const { api, anyone, email } = await registered()
    const unknown = { status: 422, issues: [{ path: ['email'] }] }
    expect(await refusal(api.auth.resendVerification({ email }))).toMatchObject(unknown)
    expect(await refusal(anyone.auth.resendVerification({ email }))).toMatchObject({ status: 401 })
    expect(await refusal(anyone.auth.resendVerification())).toMatchObject({ status: 401 })
  })

  test('mails at most ten links an hour, also to many addresses that a user says are theirs', async () => {
    const { api, clock, db, mails, user } = await registered()
    await mails()
    const link = { userId: user.id, purpose: 'verify', requestedAt: clock(), expiresAt: clock() } as const
    const sent = Array.from({ length: 8 }, () => ({
      id: uuidv7(),
      email: newEmail(),
      tokenHash: randomBytes(32),
    }))
    await db.emailLink.createMany({ data: sent.map((one) => ({ ...link, ...one })) })
    const mailed = []
    for (const email of [newEmail(), newEmail()]) {
      await api.user.update({ email, currentPassword: PASSWORD })
      mailed.push((await mails(email)).length)
    }
    expect(mailed).toEqual([1, 0])
  })

  test('mails at most ten links an hour', async () => {
    const { api, mails, clock, call, signIn } = await registered()
    for (let i = 0; i < 14; i++) await api.auth.resendVerification()
    expect(await mails()).toHaveLength(10)
    clock.advance(HOUR)
    await call(`Bearer ${(await signIn()).access_token}`).auth.resendVerification()
    expect(await mails()).toHaveLength(11)
  })
})
