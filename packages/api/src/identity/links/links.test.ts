import { uuidv7 } from 'uuidv7'
import { expect, test } from 'vitest'
import { SECRET, testApi } from '../../testing/test-api.ts'
import { issueLink } from './issue-link.ts'
import { createLinkTokens } from './link-token.ts'
import { purgeLinks } from './purge-links.ts'
import { spendLink } from './spend-link.ts'

const DAY = 86_400_000

async function linked() {
  const world = await testApi()
  const { id: userId } = await world.signIn()
  const { email } = await world.db.user.findUniqueOrThrow({ where: { id: userId } })
  const link = { id: uuidv7(), userId, purpose: 'verify', email, requestedAt: world.clock() } as const
  const issue = async () => (await issueLink(world.services, link))?.token ?? ''
  const by = { caller: null, address: '192.0.2.1', hasLeft: undefined }
  const spend = (token: string) =>
    spendLink({ ...world.services, ...by }, { token, purpose: 'verify' }, async () => {})
  return { ...world, by, userId, link, issue, spend }
}

test('a token has 256 bits, follows from the id and the secret, and differs for others', () => {
  const tokens = createLinkTokens({ secret: SECRET })
  const [token] = tokens.of('one')
  expect(token).toMatch(/^[\w-]{43}$/)
  expect(tokens.of('one')).toEqual([token])
  expect(tokens.of('two')).not.toContain(token)
  expect(createLinkTokens({ secret: `${SECRET}!` }).of('one')).not.toContain(token)
})

test('a mail that is sent again after the secret was replaced has the link of before', async () => {
  const { issue, services, spend } = await linked()
  const token = await issue()
  services.linkTokens = createLinkTokens({ secret: 'a newer secret', previousSecret: SECRET })
  expect(await issue()).toBe(token)
  await spend(token)
})

test('after a second replacement it has a new link, which is the one that works', async () => {
  const { issue, services, spend } = await linked()
  const token = await issue()
  services.linkTokens = createLinkTokens({ secret: 'the newest secret', previousSecret: 'a newer secret' })
  const next = await issue()
  expect(next).not.toBe(token)
  await expect(spend(token)).rejects.toThrow('still works')
  await spend(next)
})

test('a mail that is sent again brings the full time, but no link that was used', async () => {
  const { issue, clock, spend } = await linked()
  const token = await issue()
  clock.advance(DAY - 1)
  expect(await issue()).toBe(token)
  clock.advance(DAY - 1)
  await spend(token)
  expect(await issue()).toBe('')
})

test('work that fails leaves the link unused', async () => {
  const { by, issue, services, spend } = await linked()
  const token = await issue()
  const failing = spendLink({ ...services, ...by }, { token, purpose: 'verify' }, () =>
    Promise.reject(new Error('no')),
  )
  await expect(failing).rejects.toThrow('no')
  await spend(token)
})

test('links are purged a day after their end', async () => {
  const { issue, clock, db, link } = await linked()
  await issue()
  const count = () => db.emailLink.count({ where: { id: link.id } })
  clock.advance(2 * DAY)
  await purgeLinks(db, clock())
  expect(await count()).toBe(1)
  clock.advance(1)
  await purgeLinks(db, clock())
  expect(await count()).toBe(0)
})
