import { describe, expect, test } from 'vitest'
import { runJobs } from '../jobs/testing/run-jobs.ts'
import { jobs } from '../jobs.ts'
import { tokenIn } from '../testing/mailbox.ts'
import { refusal, testApi } from '../testing/test-api.ts'
import { HOUR, newEmail, PASSWORD, registered } from './testing/registered.ts'

const badToken = { error: 'VALIDATION_ERROR', status: 422, issues: [{ path: ['token'] }] }

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
