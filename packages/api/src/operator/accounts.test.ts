import { uuidv7 } from 'uuidv7'
import { expect, test } from 'vitest'
import { testApi } from '../testing/test-api.ts'
import { createAdmin, promote, resetPassword } from './accounts.ts'

const PASSWORD = 'correct horse battery'
const NEW = 'another battery staple'

async function operated() {
  const world = await testApi()
  const email = `ada-${uuidv7()}@example.com`
  const register = () => world.anyone.auth.register({ email, name: 'Ada', password: PASSWORD })
  const signIn = (password: string) =>
    world.anyone.auth.token({ grant_type: 'password', username: email, password })
  const me = async (password: string) => {
    const { access_token } = await signIn(password)
    return world.call(`Bearer ${access_token}`).user.me()
  }
  /** Follows a link: it leads to the page of the web app, which sends its token with the new password. */
  const follow = (link: string, password = NEW) => {
    const [page, token = ''] = link.split('#token=')
    expect(page).toBe(`${world.services.appUrl}/reset-password`)
    return world.anyone.auth.resetPassword({ token, password })
  }
  return { ...world, email, register, signIn, me, follow }
}

test('a created administrator chooses a password under the link, once', async () => {
  const { services, email, me, follow } = await operated()
  const link = await createAdmin(services, { email: email.toUpperCase() })
  await follow(link)
  expect(await me(NEW)).toMatchObject({ email, role: 'admin', name: email.split('@')[0] })
  await expect(follow(link, PASSWORD)).rejects.toThrow('still works')
})

test('an administrator can have a name, and nobody gets a second account', async () => {
  const { services, email, me, follow } = await operated()
  await follow(await createAdmin(services, { email, name: 'Ada Lovelace' }))
  expect(await me(NEW)).toMatchObject({ name: 'Ada Lovelace' })
  await expect(createAdmin(services, { email })).rejects.toThrow('promote it')
})

test.each([
  ['no address', { email: 'ada' }, 'the address must be an e-mail address'],
  ['an empty name', { email: 'x@example.com', name: ' ' }, 'the name'],
])('%s makes no account', async (_, given, message) => {
  const { services, db } = await operated()
  await expect(createAdmin(services, given)).rejects.toThrow(message)
  expect(await db.user.count({ where: { email: given.email } })).toBe(0)
})

test('a promoted user is an administrator from the next sign-in on', async () => {
  const { services, email, register, signIn, me, call } = await operated()
  await register()
  const { refresh_token } = await signIn(PASSWORD)
  await promote(services, ` ${email.toUpperCase()}`)
  await expect(call().auth.token({ grant_type: 'refresh_token', refresh_token })).rejects.toThrow('revoked')
  expect(await me(PASSWORD)).toMatchObject({ role: 'admin' })
})

test('a reset ends every session; the password works until the link is used', async () => {
  const { services, email, register, signIn, me, follow, call } = await operated()
  await register()
  const { refresh_token } = await signIn(PASSWORD)
  const link = await resetPassword(services, email)
  await expect(call().auth.token({ grant_type: 'refresh_token', refresh_token })).rejects.toThrow('revoked')
  await me(PASSWORD)
  await follow(link)
  await expect(signIn(PASSWORD)).rejects.toThrow('wrong')
  expect(await me(NEW)).toMatchObject({ role: 'user' })
})

test('an account that is deactivated, or is not there, gets no link', async () => {
  const { services, email, register, db } = await operated()
  await expect(resetPassword(services, email)).rejects.toThrow(`no user has the e-mail address ${email}`)
  await expect(promote(services, email)).rejects.toThrow('no user')
  const { id } = await register()
  await db.user.update({ where: { id }, data: { isActive: false } })
  await expect(resetPassword(services, email)).rejects.toThrow('deactivated')
})
