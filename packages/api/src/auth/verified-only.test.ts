import { describe, expect, test } from 'vitest'
import { createContext } from '../core/context.ts'
import { appRouter } from '../router.ts'
import { recordStatements } from '../testing/record-statements.ts'
import { refusal } from '../testing/test-api.ts'
import { OAuthError } from './oauth-error.ts'
import { newEmail, registered } from './testing/registered.ts'

describe('where signing in needs a verified address', () => {
  async function demanding() {
    const world = await registered()
    world.services.requireVerifiedEmail = true
    return world
  }
  const grantError = (call: Promise<unknown>) =>
    call.then(
      () => undefined,
      (error) => (error.cause instanceof OAuthError ? error.cause : error),
    )

  test('nobody signs in before, and only a right password tells so', async () => {
    const { signIn, anyone, email, lastToken, verify } = await demanding()
    expect(await grantError(signIn())).toMatchObject({ code: 'invalid_grant', isUnverified: true })
    const wrong = anyone.auth.token({ grant_type: 'password', username: email, password: 'wrong password' })
    expect(await grantError(wrong)).toMatchObject({
      code: 'invalid_grant',
      isUnverified: false,
      message: 'The username or the password is wrong',
    })
    await verify(await lastToken())
    await expect(signIn()).resolves.toMatchObject({ token_type: 'Bearer' })
  })

  test('resend takes an address of somebody who cannot sign in, and answers any alike', async () => {
    const { anyone, email, mails, lastToken, verify, mailbox, work } = await demanding()
    await mails()
    const nobody = newEmail()
    expect(await anyone.auth.resendVerification({ email })).toBeUndefined()
    expect(await anyone.auth.resendVerification({ email: nobody })).toBeUndefined()
    expect(await mails()).toHaveLength(2)
    expect(mailbox.to(nobody)).toEqual([])
    await verify(await lastToken())
    await anyone.auth.resendVerification({ email })
    await work()
    expect(mailbox.to(email)).toHaveLength(2)
    expect(await refusal(anyone.auth.resendVerification())).toMatchObject({ status: 401 })
  })

  test('resend runs the same statements for any address', async () => {
    const { email, services } = await demanding()
    const asked = []
    for (const address of [email, newEmail()]) {
      const { services: recorded, statements } = recordStatements(services)
      const call = { requestId: 'test', address: '192.0.2.1', calls: 1, takeFromLimit: async () => true }
      const api = appRouter.createCaller(await createContext(recorded, call))
      await api.auth.resendVerification({ email: address })
      asked.push(statements)
    }
    expect(asked[0]?.length).toBeGreaterThan(0)
    expect(asked[1]).toEqual(asked[0])
  })

  test('a deactivated account is not told apart', async () => {
    const { signIn, db, user } = await demanding()
    await db.user.update({ where: { id: user.id }, data: { isActive: false } })
    expect(await grantError(signIn())).toMatchObject({ code: 'invalid_grant', isUnverified: false })
  })
})
