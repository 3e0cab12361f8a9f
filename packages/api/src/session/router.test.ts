import { uuidv7 } from 'uuidv7'
import { expect, test } from 'vitest'
import { refusal, testApi } from '../testing/test-api.ts'

const PASSWORD = 'correct horse battery'

async function registered() {
  const world = await testApi()
  const email = `${uuidv7()}@example.com`
  const user = await world.anyone.auth.register({ email, name: 'Ada', password: PASSWORD })
  const signIn = async (userAgent = 'test') => {
    const as = world.call(undefined, { userAgent, address: '192.0.2.7' })
    const tokens = await as.auth.token({ grant_type: 'password', username: email, password: PASSWORD })
    return { ...tokens, api: world.call(`Bearer ${tokens.access_token}`) }
  }
  const refresh = (refresh_token: string) =>
    world.anyone.auth.token({ grant_type: 'refresh_token', refresh_token })
  return { ...world, user, email, signIn, refresh }
}

test('a user lists their sessions, with the current one marked', async () => {
  const { signIn, refresh, clock } = await registered()
  const phone = await signIn('phone')
  const laptop = await signIn('laptop')
  clock.advance(60_000)
  await refresh(phone.refresh_token)
  const sessions = await laptop.api.session.list()
  expect(sessions).toMatchObject([
    { userAgent: 'laptop', current: true, address: '192.0.2.7' },
    { userAgent: 'phone', current: false },
  ])
  expect(sessions[1]?.lastUsedAt).toBe(clock().toISOString())
  expect(sessions[0]?.lastUsedAt).toBe(sessions[0]?.createdAt)
})

test('a revoked session loses its access token, its refresh token and its place in the list', async () => {
  const { signIn, refresh } = await registered()
  const [lost, kept] = [await signIn('lost'), await signIn('kept')]
  const [, target] = await kept.api.session.list()
  await kept.api.session.revoke({ id: target?.id ?? '' })
  expect(await refusal(lost.api.user.me())).toMatchObject({
    status: 401,
    message: 'The access token has been revoked',
  })
  expect(await refusal(refresh(lost.refresh_token))).toMatchObject({ status: 400 })
  expect(await kept.api.session.list()).toHaveLength(1)
  expect(await refusal(kept.api.session.revoke({ id: target?.id ?? '' }))).toMatchObject({ status: 404 })
})

test('revokeAll ends every session, including the current one', async () => {
  const { signIn } = await registered()
  const sessions = [await signIn(), await signIn(), await signIn()]
  await sessions[0]?.api.session.revokeAll()
  for (const { api } of sessions) expect(await refusal(api.user.me())).toMatchObject({ status: 401 })
})

test('logging out revokes the access token of that session only', async () => {
  const { signIn } = await registered()
  const [here, there] = [await signIn(), await signIn()]
  await here.api.auth.logout()
  expect(await refusal(here.api.user.me())).toMatchObject({ status: 401 })
  await expect(there.api.user.me()).resolves.toBeDefined()
})

test('late reuse of a refresh token revokes the access tokens of its session', async () => {
  const { signIn, refresh, clock } = await registered()
  const first = await signIn()
  await refresh(first.refresh_token)
  clock.advance(10_001)
  await refusal(refresh(first.refresh_token))
  expect(await refusal(first.api.user.me())).toMatchObject({ status: 401 })
})

test('a change of password ends every session, and only the new password is valid', async () => {
  const { signIn, anyone, email } = await registered()
  const [here, there] = [await signIn(), await signIn()]
  const newPassword = 'another horse battery'
  expect(
    await refusal(here.api.user.changePassword({ currentPassword: 'wrong', newPassword })),
  ).toMatchObject({
    status: 422,
    issues: [{ path: ['currentPassword'] }],
  })
  const common = { currentPassword: PASSWORD, newPassword: 'password1' }
  expect(await refusal(here.api.user.changePassword(common))).toMatchObject({
    issues: [{ path: ['newPassword'] }],
  })
  await expect(here.api.user.me()).resolves.toBeDefined()

  await here.api.user.changePassword({ currentPassword: PASSWORD, newPassword })
  for (const { api } of [here, there]) expect(await refusal(api.user.me())).toMatchObject({ status: 401 })
  const grant = (password: string) => anyone.auth.token({ grant_type: 'password', username: email, password })
  expect(await refusal(grant(PASSWORD))).toMatchObject({ status: 400 })
  await expect(grant(newPassword)).resolves.toBeDefined()
})

test('deleting the account ends its sessions', async () => {
  const { signIn } = await registered()
  const [here, there] = [await signIn(), await signIn()]
  await here.api.user.delete()
  for (const { api } of [here, there]) {
    expect(await refusal(api.user.me())).toMatchObject({ message: 'The access token has been revoked' })
  }
})

test('an expired session is not listed', async () => {
  const { signIn, clock } = await registered()
  await signIn()
  clock.advance(31 * 86_400_000)
  expect(await (await signIn()).api.session.list()).toHaveLength(1)
})
