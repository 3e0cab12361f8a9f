import { randomBytes } from 'node:crypto'
import { uuidv7 } from 'uuidv7'
import { describe, expect, test } from 'vitest'
import { createContext } from '../core/context.ts'
import { runJobs } from '../jobs/testing/run-jobs.ts'
import { jobs } from '../jobs.ts'
import { appRouter } from '../router.ts'
import { tokenIn } from '../testing/mailbox.ts'
import { recordStatements } from '../testing/record-statements.ts'
import { refusal, testApi } from '../testing/test-api.ts'
import { OAuthError } from './oauth-error.ts'

const PASSWORD = 'correct horse battery'
const HOUR = 3_600_000
const newEmail = () => `${uuidv7()}@example.com`
const badToken = { error: 'VALIDATION_ERROR', status: 422, issues: [{ path: ['token'] }] }

/** A registered user, signed in, and what has come to their mailbox. */
async function registered(name = 'Ada') {
  const world = await testApi()
  const email = newEmail()
  const user = await world.anyone.auth.register({ email, name, password: PASSWORD })
  const signIn = (username = email) =>
    world.anyone.auth.token({ grant_type: 'password', username, password: PASSWORD })
  const api = world.call(`Bearer ${(await signIn()).access_token}`)
  const work = () => runJobs(world.services, jobs)
  /** The mails that have come to the address, once the jobs have run. */
  const mails = async (address = email) => {
    await work()
    return world.mailbox.to(address)
  }
  const lastToken = async (address = email) => {
    const last = (await mails(address)).at(-1)
    if (!last) throw new Error(`no mail to ${address}`)
    return tokenIn(last)
  }
  const verify = (token: string) => world.anyone.auth.verifyEmail({ token })
  return { ...world, user, email, api, signIn, work, mails, lastToken, verify }
}

describe('registration', () => {
  test('mails a welcome with the link, and the link verifies the address', async () => {
    const { email, mails, api, verify, clock, services } = await registered()
    const [welcome, ...more] = await mails()
    expect(more).toEqual([])
    expect(welcome).toMatchObject({ subject: 'Welcome to Tandem', to: email })
    expect((await api.user.me()).emailVerifiedAt).toBeNull()
    const token = tokenIn(welcome ?? { text: '' })
    expect(welcome?.text).toContain(`${services.appUrl}/verify-email#token=${token}\n`)
    expect(await verify(token)).toBeUndefined()
    expect((await api.user.me()).emailVerifiedAt).toBe(clock().toISOString())
  })

  test('that fails mails nothing', async () => {
    const { anyone, email, mails } = await registered()
    await mails()
    const again = { email, name: 'Other', password: PASSWORD }
    expect(await refusal(anyone.auth.register(again))).toMatchObject({ status: 409 })
    expect(await mails()).toHaveLength(1)
  })

  test('keeps no token in the database in clear, neither in the link nor in its job', async () => {
    const { lastToken, db, user } = await registered()
    const token = await lastToken()
    const held = await db.$queryRaw`
      SELECT to_jsonb(email_links) AS row FROM email_links WHERE user_id = ${user.id}::uuid
      UNION ALL SELECT to_jsonb(job) FROM pgboss.job`
    expect(JSON.stringify(held)).toContain(user.id)
    expect(JSON.stringify(held)).not.toContain(token)
  })

  test('a mail that could not be sent is sent later, with the link and the id of the first attempt', async () => {
    const world = await testApi()
    const email = newEmail()
    await world.anyone.auth.register({ email, name: 'Ada', password: PASSWORD })
    world.mailbox.fails = true
    const [report] = await runJobs(world.services, jobs)
    expect(report).toMatchObject({ job: 'send-welcome', outcome: 'retry' })
    const link = await world.db.emailLink.findFirstOrThrow({ where: { email } })
    world.mailbox.fails = false
    await runJobs(world.services, jobs, { early: true })
    const [mail] = world.mailbox.to(email)
    expect(mail?.id).toBe(link.id)
    expect(world.services.linkTokens.hash(tokenIn(mail ?? { text: '' }))).toEqual(
      new Uint8Array(link.tokenHash),
    )
  })
})

describe('a link that verifies', () => {
  test('works once, also for many at the same time', async () => {
    const { lastToken, verify } = await registered()
    const token = await lastToken()
    const answers = await Promise.allSettled(Array.from({ length: 10 }, () => verify(token)))
    expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await refusal(verify(token))).toMatchObject(badToken)
  })

  test('lives 24 hours from its mail', async () => {
    const { lastToken, verify, clock } = await registered()
    const token = await lastToken()
    clock.advance(24 * HOUR)
    expect(await refusal(verify(token))).toMatchObject(badToken)
  })

  test('works until the last moment', async () => {
    const { lastToken, verify, clock } = await registered()
    const token = await lastToken()
    clock.advance(24 * HOUR - 1)
    await verify(token)
  })

  test('that is none, or resets a password, is refused', async () => {
    const { anyone, email, lastToken, verify, mails } = await registered()
    await mails()
    expect(await refusal(verify('x'.repeat(43)))).toMatchObject(badToken)
    expect(await refusal(verify(''))).toMatchObject(badToken)
    await anyone.auth.forgotPassword({ email })
    expect(await refusal(verify(await lastToken()))).toMatchObject(badToken)
  })

  test('says the same whether it was used, is late, resets a password, is of a deactivated account, or never was', async () => {
    const { anyone, clock, db, email, lastToken, verify } = await registered()
    const used = await lastToken()
    await verify(used)
    await anyone.auth.forgotPassword({ email })
    const resets = await lastToken()
    const other = await registered('Bob')
    const deactivated = await other.lastToken()
    await db.user.update({ where: { id: other.user.id }, data: { isActive: false } })
    const reports = []
    for (const token of ['x'.repeat(43), used, resets, deactivated])
      reports.push(await refusal(verify(token)))
    const late = await registered('Cy')
    const token = await late.lastToken()
    late.clock.advance(24 * HOUR)
    clock.advance(24 * HOUR)
    reports.push(await refusal(late.verify(token)))
    expect(reports[0]).toMatchObject(badToken)
    for (const report of reports) expect(report).toEqual(reports[0])
  })

  test('does nothing for a deactivated account', async () => {
    const { lastToken, verify, db, user } = await registered()
    const token = await lastToken()
    await db.user.update({ where: { id: user.id }, data: { isActive: false } })
    expect(await refusal(verify(token))).toMatchObject(badToken)
  })

  test('is found, and still refused, after its account was deleted', async () => {
    const { lastToken, verify, api, anyone, email, mails } = await registered()
    const token = await lastToken()
    await anyone.auth.forgotPassword({ email })
    await api.user.delete()
    expect(await refusal(verify(token))).toMatchObject(badToken)
    expect(await mails()).toHaveLength(1)
  })
})

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
