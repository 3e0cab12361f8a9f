import { uuidv7 } from 'uuidv7'
import { describe, expect, test } from 'vitest'
import { zoneInDatabase } from '../identity/time-zone.ts'
import { refusal, testApi } from '../testing/test-api.ts'

const { db, anyone, signIn } = await testApi()

const account = (timeZone?: string) => ({
  email: `${uuidv7()}@example.com`,
  name: 'Ada',
  password: 'correct horse battery',
  ...(timeZone !== undefined && { timeZone }),
})

describe('the time zone of a user', () => {
  test('is UTC at first, can be given at registration, and changed', async () => {
    expect(await anyone.auth.register(account())).toMatchObject({ timeZone: 'UTC' })
    expect(await anyone.auth.register(account('Asia/Kathmandu'))).toMatchObject({
      timeZone: 'Asia/Kathmandu',
    })
    const { api } = await signIn()
    expect(await api.user.me()).toMatchObject({ timeZone: 'UTC' })
    expect(await api.user.update({ timeZone: 'Europe/Berlin' })).toMatchObject({ timeZone: 'Europe/Berlin' })
    expect(await api.user.update({ name: 'Bo' })).toMatchObject({ name: 'Bo', timeZone: 'Europe/Berlin' })
    expect(await api.user.me()).toMatchObject({ timeZone: 'Europe/Berlin' })
    expect((await api.user.export()).user).toMatchObject({ timeZone: 'Europe/Berlin' })
  })

  test.each(['', 'Mars/Olympus', '+02:00', 'Etc/Nowhere', 'x'.repeat(101), "UTC'; --"])(
    'is one of the IANA database: not %j',
    async (timeZone) => {
      const refused = {
        status: 422,
        issues: expect.arrayContaining([expect.objectContaining({ path: ['timeZone'] })]),
      }
      const { api } = await signIn()
      expect(await refusal(api.user.update({ timeZone }))).toMatchObject(refused)
      expect(await refusal(anyone.auth.register(account(timeZone)))).toMatchObject(refused)
      expect(await api.user.me()).toMatchObject({ timeZone: 'UTC' })
    },
  )

  test('is never one that the database would read as an abbreviation without summer time', async () => {
    for (const name of ['CET', 'eet', 'MET', 'WET']) {
      const zone = await zoneInDatabase(db, name).catch((error: unknown) => error)
      expect(zone).not.toBe(name)
      if (zone instanceof Error) expect(await refusal(Promise.reject(zone))).toMatchObject({ status: 422 })
    }
  })

  test('has the name that the database knows, where it knows another than the browser', async () => {
    const knowsNone = new Proxy(db, {
      get: (target, property) =>
        property === '$queryRaw'
          ? (text: TemplateStringsArray, ...values: unknown[]) =>
              text.join('').includes('knows_time_zone')
                ? [{ isKnown: false }]
                : target.$queryRaw(text, ...values)
          : Reflect.get(target, property),
    })
    const name = await zoneInDatabase(knowsNone, 'Asia/Calcutta')
    expect(['Asia/Calcutta', 'Asia/Kolkata']).toContain(name)
    expect(await refusal(zoneInDatabase(knowsNone, 'Factory'))).toMatchObject({ status: 422 })
  })
})
