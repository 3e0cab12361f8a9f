import { jobs } from '@tandem/api'
import { uuidv7 } from 'uuidv7'
import { expect, onTestFinished, test } from 'vitest'
import { startJobs } from '../boot/jobs.ts'
import { captureLog, serveDuringTest } from '../testing/app.ts'
import { browser } from '../testing/browser.ts'
import { bearer, PASSWORD, rest } from '../testing/caller.ts'
import { smtpServer } from '../testing/services/smtp.ts'

const NEW = 'another battery staple'
const APP_URL = 'https://tasks.example.com/base'
/** What a caller says of the server never reaches a link. */
const SPOOFED = { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'http' }

type Api = 'REST' | 'tRPC'

/** A server with its jobs and a mail server, and its calls over one API. */
async function mailing(api: Api, variables: Record<string, string> = {}) {
  const mails = await smtpServer()
  const { lines, logStream } = captureLog()
  const environment = {
    SMTP_URL: mails.url,
    APP_URL,
    LOG_LEVEL: 'trace',
    TRUST_PROXY: 'loopback',
    ...variables,
  }
  const server = await serveDuringTest(environment, { logStream })
  const workers = await startJobs({ ...server, jobs, log: server.app.log })
  onTestFinished(() => workers.stop(1_000))

  /** The status and body, which both APIs have. */
  const call = async (procedure: string, path: string, json: object, token?: string) => {
    const headers = { ...SPOOFED, ...(token !== undefined && bearer({ token })) }
    const url = api === 'REST' ? `/api/v1${path}` : `/trpc/${procedure}`
    const method = api === 'REST' && path === '/users/me' ? 'PATCH' : 'POST'
    const { status, body } = await rest(server.app, method, url, { headers, json })
    return { status: status >= 400 ? status : 'ok', body: body?.error?.data ?? body?.result?.data ?? body }
  }
  const signIn = async (email: string, password: string) => {
    const grant = { grant_type: 'password', username: email, password }
    const { status, body } = await call('auth.token', '/auth/token', grant)
    return { status, body, token: String(body?.access_token) }
  }
  /** The one mail to the address with the subject, once it has come. */
  const mailTo = async (email: string, subject: string) => {
    const found = () =>
      mails.received.filter(({ mail, recipients }) => recipients.includes(email) && mail.subject === subject)
    await expect.poll(found).toHaveLength(1)
    const text = found()[0]?.mail.text ?? ''
    return { text, token: /#token=([\w-]{43})/.exec(text)?.[1] ?? '', html: String(found()[0]?.mail.html) }
  }
  const register = async () => {
    const email = `${uuidv7()}@example.com`
    const account = { email, name: 'Ada', password: PASSWORD }
    expect(await call('auth.register', '/auth/register', account)).toMatchObject({ status: 'ok' })
    return email
  }
  return { ...server, mails, lines, call, signIn, mailTo, register }
}

test.each<Api>(['REST', 'tRPC'])(
  'over %s an account is verified, moved and recovered by mail',
  async (api) => {
    const { register, call, signIn, mailTo, lines } = await mailing(api)
    const email = await register()
    const welcome = await mailTo(email, 'Welcome to Tandem')
    expect(welcome.text).toContain(`${APP_URL}/verify-email#token=`)
    expect(welcome.html).toContain(`href="${APP_URL}/verify-email#token=${welcome.token}"`)
    expect(welcome.text + welcome.html).not.toContain('evil.example')
    const verify = (token: string) => call('auth.verifyEmail', '/auth/email/verify', { token })
    expect((await verify(welcome.token)).status).toBe('ok')
    expect(await verify(welcome.token)).toMatchObject({
      status: 422,
      body: { issues: [{ path: ['token'] }] },
    })

    const next = `${uuidv7()}@example.com`
    const { token } = await signIn(email, PASSWORD)
    const update = (change: object) => call('user.update', '/users/me', change, token)
    expect(await update({ email: next })).toMatchObject({
      status: 422,
      body: { issues: [{ path: ['currentPassword'] }] },
    })
    expect((await update({ email: next, currentPassword: PASSWORD })).body).toMatchObject({
      email,
      pendingEmail: next,
    })
    const moving = await mailTo(next, 'Confirm your new e-mail address')
    expect((await verify(moving.token)).status).toBe('ok')
    await mailTo(email, 'The e-mail address of your account was changed')

    const forgot = (address: string) =>
      call('auth.forgotPassword', '/auth/password/forgot', { email: address })
    expect(await forgot(next)).toEqual(await forgot(`${uuidv7()}@example.com`))
    const recovery = await mailTo(next, 'Reset your password')
    expect(recovery.text).toContain(`${APP_URL}/reset-password#token=`)
    const reset = { token: recovery.token, password: NEW }
    expect((await call('auth.resetPassword', '/auth/password/reset', reset)).status).toBe('ok')
    await mailTo(next, 'Your password was changed')
    expect((await update({ name: 'Ada' })).status).toBe(401)
    expect((await signIn(next, NEW)).status).toBe('ok')

    for (const secret of [welcome.token, moving.token, recovery.token, NEW, email, next])
      expect(lines.join('')).not.toContain(secret)
    expect(lines.join('')).toContain('send-welcome')
  },
)

test.each<Api>(['REST', 'tRPC'])('over %s nobody signs in before, where that is asked for', async (api) => {
  const { register, call, signIn, mailTo, mails, app } = await mailing(api, {
    REQUIRE_VERIFIED_EMAIL: 'true',
  })
  const email = await register()
  const { token } = await mailTo(email, 'Welcome to Tandem')
  const early = await signIn(email, PASSWORD)
  expect(early.status).toBe(400)
  if (api === 'REST')
    expect(early.body).toMatchObject({ error_description: expect.stringContaining('not verified') })
  const page = browser({ app })
  expect((await page.signIn(email, 'wrong')).status).toBe(401)
  expect(await page.signIn(email, PASSWORD)).toMatchObject({
    status: 403,
    body: { message: expect.stringContaining('not verified') },
    setCookie: [],
  })

  const resend = (address: string) =>
    call('auth.resendVerification', '/auth/email/resend', { email: address })
  expect(await resend(email)).toEqual(await resend(`${uuidv7()}@example.com`))
  await mailTo(email, 'Confirm your e-mail address')
  expect((await call('auth.verifyEmail', '/auth/email/verify', { token })).status).toBe('ok')
  expect((await signIn(email, PASSWORD)).status).toBe('ok')
  const mailed = mails.received.filter(({ recipients }) => recipients.includes(email))
  expect(mailed).toHaveLength(2)
})

test('the statuses over REST are 202 without a body, and 204', async () => {
  const { app, mailTo, register } = await mailing('REST')
  const email = await register()
  const { token } = await mailTo(email, 'Welcome to Tandem')
  const post = (path: string, json: object) => rest(app, 'POST', `/api/v1/auth${path}`, { json })
  expect(await post('/password/forgot', { email })).toMatchObject({ status: 202, text: '' })
  expect(await post('/email/verify', { token })).toMatchObject({ status: 204, text: '' })
  const reset = { token: (await mailTo(email, 'Reset your password')).token, password: NEW }
  expect(await post('/password/reset', reset)).toMatchObject({ status: 204, text: '' })
})

test('while the mail server refuses, nobody waits, and the mail comes with the same id once it accepts', async () => {
  const { register, mails, lines } = await mailing('REST')
  mails.treat('lose answer')
  const email = await register()
  const received = () => mails.received.filter(({ recipients }) => recipients.includes(email))
  await expect.poll(() => received().length).toBe(1)
  mails.treat('accept')
  await expect.poll(() => received().length).toBe(2)
  const [first, second] = received().map(({ mail }) => mail)
  expect(second?.messageId).toBe(first?.messageId)
  expect(second?.text).toBe(first?.text)
  expect(lines.join('')).toContain('will be tried again')
  expect(lines.join('')).not.toContain(email)
})

test('attempts at links, and mails that are asked for, count as sign-ins do', async () => {
  const { call } = await mailing('REST', { RATE_LIMIT_AUTH_MAX: '4' })
  const calls = [
    () => call('', '/auth/email/verify', { token: 'x' }),
    () => call('', '/auth/password/reset', { token: 'x', password: NEW }),
    () => call('', '/auth/password/forgot', { email: 'nobody@example.com' }),
    () => call('', '/auth/token', { grant_type: 'password', username: 'x', password: 'x' }),
  ]
  for (const attempt of calls) expect((await attempt()).status).not.toBe(429)
  for (const attempt of calls) expect((await attempt()).status).toBe(429)
})
