import { uuidv7 } from 'uuidv7'
import { describe, expect, test } from 'vitest'
import { createContext } from '../core/context.ts'
import { runJobs } from '../jobs/testing/run-jobs.ts'
import { jobs } from '../jobs.ts'
import { appRouter } from '../router.ts'
import { tokenIn } from '../testing/mailbox.ts'
import { recordStatements } from '../testing/record-statements.ts'
import { refusal, testApi } from '../testing/test-api.ts'

const PASSWORD = 'correct horse battery'
const NEW = 'another battery staple'
const HOUR = 3_600_000
const newEmail = () => `${uuidv7()}@example.com`
const badToken = { status: 422, issues: [{ path: ['token'] }] }

async function forgetful() {
  const world = await testApi()
  const email = newEmail()
  const { id } = await world.anyone.auth.register({ email, name: 'Ada', password: PASSWORD })
  const signIn = (password = PASSWORD, username = email) =>
    world.anyone.auth.token({ grant_type: 'password', username, password })
  const work = () => runJobs(world.services, jobs)
  await work()
  /** The mails that asked for a reset brings. */
  const mails = async () => {
    await work()
    return world.mailbox.to(email).filter(({ subject }) => subject === 'Reset your password')
  }
  const forgot = async () => {
    world.clock.advance(1)
    await world.anyone.auth.forgotPassword({ email })
    const last = (await mails()).at(-1)
    if (!last) throw new Error('no mail')
    return tokenIn(last)
  }
  const reset = (token: string, password = NEW) => world.anyone.auth.resetPassword({ token, password })
  return { ...world, id, email, signIn, work, mails, forgot, reset }
}

test('a mailed link sets a new password, ends every session and verifies the address', async () => {
  const { signIn, forgot, reset, call, services, mails, db, id, clock, mailbox, email, work } =
    await forgetful()
  const sessions = [await signIn(), await signIn()]
  const token = await forgot()
  const [mail] = await mails()
  expect(mail?.text).toContain(`${services.appUrl}/reset-password#token=${token}\n`)
  expect(await reset(token)).toBeUndefined()
  for (const { access_token, refresh_token } of sessions) {
    expect(await refusal(call(`Bearer ${access_token}`).user.me())).toMatchObject({ status: 401 })
    await expect(call().auth.token({ grant_type: 'refresh_token', refresh_token })).rejects.toThrow('revoked')
  }
  await expect(signIn(PASSWORD)).rejects.toThrow('wrong')
  await expect(signIn(NEW)).resolves.toBeDefined()
  expect((await db.user.findUniqueOrThrow({ where: { id } })).emailVerifiedAt).toEqual(clock())
  await work()
  expect(mailbox.to(email).at(-1)?.subject).toBe('Your password was changed')
})

test('forgot answers any address alike, by the same statements, and mails a known one only', async () => {
  const { services, email, mailbox, work } = await forgetful()
  const nobody = newEmail()
  const asked = []
  for (const address of [email, nobody]) {
    const { services: recorded, statements } = recordStatements(services)
    const call = { requestId: 'test', address: '192.0.2.1', calls: 1, takeFromLimit: async () => true }
    const api = appRouter.createCaller(await createContext(recorded, call))
    expect(await api.auth.forgotPassword({ email: address })).toBeUndefined()
    asked.push(statements)
  }
  expect(asked[0]?.length).toBeGreaterThan(0)
  expect(asked[1]).toEqual(asked[0])
  expect(asked.flat().join()).not.toMatch(/user/i)
  const reports = await work()
  expect(reports.map(({ job, outcome }) => [job, outcome])).toEqual(Array(2).fill(['send-reset', 'done']))
  expect(mailbox.to(nobody)).toEqual([])
  expect(mailbox.to(email)).toHaveLength(2)
})

test('a deactivated account gets no mail', async () => {
  const { anyone, db, email, id, mails } = await forgetful()
  await db.user.update({ where: { id }, data: { isActive: false } })
  await anyone.auth.forgotPassword({ email })
  expect(await mails()).toEqual([])
})

test('a common or short password is refused, and the link goes on working', async () => {
  const { forgot, reset } = await forgetful()
  const token = await forgot()
  for (const password of ['short', 'password123']) {
    expect(await refusal(reset(token, password))).toMatchObject({
      status: 422,
      issues: [{ path: ['password'] }],
    })
  }
  await reset(token)
})

describe('a link that resets', () => {
  test('works once, also for many at the same time', async () => {
    const { forgot, reset, signIn } = await forgetful()
    const token = await forgot()
    const passwords = Array.from({ length: 6 }, (_, i) => `${NEW} ${i}`)
    const answers = await Promise.allSettled(passwords.map((password) => reset(token, password)))
    const winners = passwords.filter((_, i) => answers[i]?.status === 'fulfilled')
    expect(winners).toHaveLength(1)
    await expect(signIn(winners[0])).resolves.toBeDefined()
    expect(await refusal(reset(token))).toMatchObject(badToken)
  })

  test('lives an hour, each one of several', async () => {
    const { forgot, reset, clock } = await forgetful()
    const first = await forgot()
    clock.advance(HOUR / 2)
    const second = await forgot()
    clock.advance(HOUR / 2)
    expect(await refusal(reset(first))).toMatchObject(badToken)
    await reset(second)
  })

  test('is not ended by a newer one', async () => {
    const { forgot, reset } = await forgetful()
    const first = await forgot()
    await forgot()
    await reset(first)
  })

  test.each(['by another link', 'by the user'])('ends when the password is changed %s', async (how) => {
    const { forgot, reset, signIn, call, clock } = await forgetful()
    const tokens = [await forgot(), await forgot()]
    const { access_token } = await signIn()
    clock.advance(1)
    if (how === 'by another link') await reset(await forgot())
    else
      await call(`Bearer ${access_token}`).user.changePassword({
        currentPassword: PASSWORD,
        newPassword: NEW,
      })
    for (const token of tokens) expect(await refusal(reset(token))).toMatchObject(badToken)
  })

  test('that was asked for before the password was changed is not mailed after', async () => {
    const { anyone, email, signIn, call, mails } = await forgetful()
    await anyone.auth.forgotPassword({ email })
    const { access_token } = await signIn()
    await call(`Bearer ${access_token}`).user.changePassword({ currentPassword: PASSWORD, newPassword: NEW })
    expect(await mails()).toEqual([])
  })

  test('that verifies, or is none, resets nothing', async () => {
    const { mailbox, email, reset } = await forgetful()
    const [welcome] = mailbox.to(email)
    expect(await refusal(reset(tokenIn(welcome ?? { text: '' })))).toMatchObject(badToken)
    expect(await refusal(reset('x'))).toMatchObject(badToken)
  })

  test('to an address that the account no longer has resets nothing', async () => {
    const { forgot, reset, db, id } = await forgetful()
    const token = await forgot()
    await db.user.update({ where: { id }, data: { email: newEmail() } })
    expect(await refusal(reset(token))).toMatchObject(badToken)
  })

  test('forgets an address that somebody with the old password gave', async () => {
    const { forgot, reset, signIn, call, mailbox, work, anyone } = await forgetful()
    const { access_token } = await signIn()
    const thief = newEmail()
    await call(`Bearer ${access_token}`).user.update({ email: thief, currentPassword: PASSWORD })
    await work()
    await reset(await forgot())
    const token = tokenIn(mailbox.to(thief)[0] ?? { text: '' })
    expect(await refusal(anyone.auth.verifyEmail({ token }))).toMatchObject(badToken)
  })
})
