import { uuidv7 } from 'uuidv7'
import { describe, expect, test } from 'vitest'
import { runJobs } from '../jobs/testing/run-jobs.ts'
import { jobs } from '../jobs.ts'
import { tokenIn } from '../testing/mailbox.ts'
import { refusal, testApi } from '../testing/test-api.ts'

const PASSWORD = 'correct horse battery'
const newEmail = () => `${uuidv7()}@example.com`
const badToken = { status: 422, issues: [{ path: ['token'] }] }
const badPassword = { status: 422, issues: [{ path: ['currentPassword'] }] }

async function verified() {
  const world = await testApi()
  const email = newEmail()
  const { id } = await world.anyone.auth.register({ email, name: 'Ada', password: PASSWORD })
  const tokens = await world.anyone.auth.token({
    grant_type: 'password',
    username: email,
    password: PASSWORD,
  })
  const api = world.call(`Bearer ${tokens.access_token}`)
  const mails = async (address: string) => {
    await runJobs(world.services, jobs)
    return world.mailbox.to(address)
  }
  const tokenTo = async (address: string) => tokenIn((await mails(address)).at(-1) ?? { text: '' })
  const verify = (token: string) => world.anyone.auth.verifyEmail({ token })
  await verify(await tokenTo(email))
  const change = (to: string, currentPassword: string | undefined = PASSWORD) =>
    api.user.update({ email: to, currentPassword })
  return { ...world, id, email, api, mails, tokenTo, verify, change }
}

test('a new address needs the password', async () => {
  const { api, mails } = await verified()
  const to = newEmail()
  expect(await refusal(api.user.update({ email: to }))).toMatchObject(badPassword)
  expect(await refusal(api.user.update({ email: to, currentPassword: 'wrong' }))).toMatchObject(badPassword)
  expect(await refusal(api.user.update({ name: 'Ada', currentPassword: 'wrong' }))).toMatchObject(badPassword)
  expect(await api.user.me()).toMatchObject({ pendingEmail: null })
  expect(await mails(to)).toEqual([])
})

test('a new address counts once it is verified, and the old one is told', async () => {
  const { api, anyone, email, change, mails, tokenTo, verify, clock } = await verified()
  const to = newEmail()
  const before = await api.user.me()
  clock.advance(1_000)
  const answer = await change(to)
  expect(answer).toMatchObject({ email, pendingEmail: to, emailVerifiedAt: before.emailVerifiedAt })
  const signIn = (username: string) =>
    anyone.auth.token({ grant_type: 'password', username, password: PASSWORD })
  await expect(signIn(to)).rejects.toThrow('wrong')
  expect(await mails(email)).toHaveLength(1)

  await verify(await tokenTo(to))
  expect(await api.user.me()).toMatchObject({
    email: to,
    pendingEmail: null,
    emailVerifiedAt: clock().toISOString(),
  })
  await expect(signIn(email)).rejects.toThrow('wrong')
  await expect(signIn(to)).resolves.toBeDefined()
  const [, notice, ...more] = await mails(email)
  expect(notice?.subject).toBe('The e-mail address of your account was changed')
  expect(more).toEqual([])
  expect(JSON.stringify(notice)).not.toContain(to)
})

test('an address that is taken is refused when it is asked for, and when it was taken meanwhile', async () => {
  const { api, change, anyone, tokenTo, verify, email } = await verified()
  const { email: taken } = await verified()
  expect(await refusal(change(taken))).toMatchObject({ status: 409 })
  const to = newEmail()
  await change(to)
  const token = await tokenTo(to)
  await anyone.auth.register({ email: to, name: 'Bob', password: PASSWORD })
  expect(await refusal(verify(token))).toMatchObject({ error: 'CONFLICT', status: 409 })
  expect(await api.user.me()).toMatchObject({ email, pendingEmail: to })
})

test('of two accounts that wait for an address, the first to verify has it', async () => {
  const [ada, bob] = [await verified(), await verified()]
  const to = newEmail()
  await ada.change(to)
  const tokens = [await ada.tokenTo(to)]
  await bob.change(to)
  tokens.push(await bob.tokenTo(to))
  const answers = await Promise.allSettled(tokens.map((token) => ada.verify(token)))
  expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
})

describe('the latest wish counts:', () => {
  test('another address ends the links of the one before', async () => {
    const { change, tokenTo, verify, api } = await verified()
    const [first, second] = [newEmail(), newEmail()]
    await change(first)
    const token = await tokenTo(first)
    await change(second)
    expect(await refusal(verify(token))).toMatchObject(badToken)
    await verify(await tokenTo(second))
    expect(await api.user.me()).toMatchObject({ email: second })
  })

  test('another address also ends the link of an address that is not verified', async () => {
    const { anyone, call, mails, tokenTo, verify } = await verified()
    const email = newEmail()
    await anyone.auth.register({ email, name: 'Bo', password: PASSWORD })
    const { access_token } = await anyone.auth.token({
      grant_type: 'password',
      username: email,
      password: PASSWORD,
    })
    const token = await tokenTo(email)
    await call(`Bearer ${access_token}`).user.update({ email: newEmail(), currentPassword: PASSWORD })
    expect(await refusal(verify(token))).toMatchObject(badToken)
    expect(await mails(email)).toHaveLength(1)
  })

  test("the user's own address ends the waiting, and needs no password", async () => {
    const { api, email, change, tokenTo, verify } = await verified()
    const to = newEmail()
    await change(to)
    const token = await tokenTo(to)
    expect(await api.user.update({ email: email.toUpperCase() })).toMatchObject({ email, pendingEmail: null })
    expect(await refusal(verify(token))).toMatchObject(badToken)
  })

  test('a changed password ends the waiting: whoever knew the old one may have given the address', async () => {
    const { api, email, change, tokenTo, verify, db, id } = await verified()
    const to = newEmail()
    await change(to)
    const token = await tokenTo(to)
    await api.user.changePassword({ currentPassword: PASSWORD, newPassword: 'another battery staple' })
    expect(await refusal(verify(token))).toMatchObject(badToken)
    expect(await db.user.findUnique({ where: { id } })).toMatchObject({ email, pendingEmail: null })
  })

  test('an address that was replaced before its mail went out gets none', async () => {
    const { change, mails } = await verified()
    const [first, second] = [newEmail(), newEmail()]
    await change(first)
    await change(second)
    expect(await mails(second)).toHaveLength(1)
    expect(await mails(first)).toEqual([])
  })
})

test('a new name leaves a waiting address alone', async () => {
  const { api, change } = await verified()
  const to = newEmail()
  await change(to)
  expect(await api.user.update({ name: 'Ada L.' })).toMatchObject({ name: 'Ada L.', pendingEmail: to })
})
