import { describe, expect, test } from 'vitest'
import { refusal, testApi } from '../testing/test-api.ts'
import { openCalendar } from './feed.ts'

/** The file name in the path of a new address. */
const fileOf = ({ path }: { path: string }) => path.replace('/calendar/', '')

describe('the address of a calendar', () => {
  test('is shown once and stored as a hash', async () => {
    const { signIn, db, clock, services } = await testApi()
    const { api, id } = await signIn()
    expect(await api.calendar.feed()).toEqual({ feed: null })
    const made = await api.calendar.createFeed()
    expect(made).toEqual({
      url: services.appUrl + made.path,
      path: expect.stringMatching(/^\/calendar\/[\w-]{43}\.ics$/),
      createdAt: clock().toISOString(),
    })
    expect(await api.calendar.feed()).toEqual({ feed: { createdAt: made.createdAt, lastUsedAt: null } })
    const row = await db.calendarFeed.findUniqueOrThrow({ where: { userId: id } })
    expect(Buffer.from(row.tokenHash).toString('base64url')).not.toBe(fileOf(made).slice(0, -4))
    expect(row.tokenHash).toHaveLength(32)
  })

  test('opens the calendar of its user', async () => {
    const { signIn, services } = await testApi()
    const [ada, bob] = [await signIn(), await signIn()]
    const file = fileOf(await ada.api.calendar.createFeed())
    await bob.api.calendar.createFeed()
    expect(await openCalendar(services, file)).toMatchObject({ userId: ada.id })
  })

  test('is invalid once replaced or revoked, and while its user is inactive or after they are deleted', async () => {
    const { signIn, services, db } = await testApi()
    const { api, id } = await signIn()
    const first = fileOf(await api.calendar.createFeed())
    const second = fileOf(await api.calendar.createFeed())
    expect(second).not.toBe(first)
    expect(await openCalendar(services, first)).toBeNull()
    expect(await openCalendar(services, second)).not.toBeNull()

    await api.calendar.revokeFeed()
    expect(await openCalendar(services, second)).toBeNull()
    expect(await api.calendar.feed()).toEqual({ feed: null })
    expect(await api.calendar.revokeFeed()).toBeUndefined()

    const third = fileOf(await api.calendar.createFeed())
    await db.user.update({ where: { id }, data: { isActive: false } })
    expect(await openCalendar(services, third)).toBeNull()
    await db.user.update({ where: { id }, data: { isActive: true } })
    expect(await openCalendar(services, third)).not.toBeNull()
    await api.user.delete()
    expect(await openCalendar(services, third)).toBeNull()
    expect(await refusal(api.calendar.createFeed())).toMatchObject({ status: 401 })
  })

  test("is not affected when another user's is revoked", async () => {
    const { signIn, services } = await testApi()
    const [ada, bob] = [await signIn(), await signIn()]
    const file = fileOf(await bob.api.calendar.createFeed())
    await ada.api.calendar.revokeFeed()
    await ada.api.calendar.createFeed()
    expect(await openCalendar(services, file)).toMatchObject({ userId: bob.id })
  })

  test('records when it was last used, at most once a minute', async () => {
    const { signIn, services, clock } = await testApi()
    const { api } = await signIn()
    const file = fileOf(await api.calendar.createFeed())
    const lastUsedAt = async () => {
      await openCalendar(services, file)
      return (await api.calendar.feed()).feed?.lastUsedAt
    }
    const first = await lastUsedAt()
    expect(first).toBe(clock().toISOString())
    clock.advance(59_999)
    expect(await lastUsedAt()).toBe(first)
    clock.advance(1)
    expect(await lastUsedAt()).toBe(clock().toISOString())
    await api.calendar.createFeed()
    expect(await api.calendar.feed()).toMatchObject({ feed: { lastUsedAt: null } })
  })

  test.each([
    '',
    '.ics',
    'x.ics',
    `${'x'.repeat(43)}.ics`,
    'x'.repeat(43),
    `${'x'.repeat(43)}.ics/`,
    "' OR 1=1 --",
  ])('%j is not a valid file name', async (file) => {
    const { services } = await testApi()
    expect(await openCalendar(services, file)).toBeNull()
  })

  test('cannot be read, created or revoked by an API key', async () => {
    const { signIn, call } = await testApi()
    const { api } = await signIn()
    const { key } = await api.apiKey.create({ name: 'k', scopes: ['tasks:read', 'tasks:write'] })
    const program = call(undefined, { apiKey: key })
    for (const attempt of [program.calendar.feed, program.calendar.createFeed, program.calendar.revokeFeed])
      expect(await refusal(attempt())).toMatchObject({ status: 403 })
  })

  test('is the same for two calls with one Idempotency-Key', async () => {
    const { signIn, call, services } = await testApi()
    const { token } = await signIn()
    const { calendar } = call(`Bearer ${token}`, { idempotencyKey: 'once' })
    const made = await calendar.createFeed()
    expect(await calendar.createFeed()).toEqual(made)
    expect(await openCalendar(services, fileOf(made))).not.toBeNull()
  })
})
