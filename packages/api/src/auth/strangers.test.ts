import { availableParallelism } from 'node:os'
import { uuidv7 } from 'uuidv7'
import { describe, expect, onTestFinished, test } from 'vitest'
import { createContext } from '../core/context.ts'
import { reportError } from '../core/errors.ts'
import { runJobs } from '../jobs/testing/run-jobs.ts'
import { jobs } from '../jobs.ts'
import { appRouter } from '../router.ts'
import { atFullCost } from '../testing/argon2.ts'
import { tokenIn } from '../testing/mailbox.ts'
import { testApi } from '../testing/test-api.ts'

const world = await testApi()
const { services, anyone, mailbox } = world

type Api = ReturnType<typeof appRouter.createCaller>

const PASSWORD = 'correct horse battery'
/** More than hashes may wait (`identity/credentials/password.ts`). */
const FLOOD = availableParallelism() * 41 + 20

/** Somebody who has not signed in, where no limit counts. */
async function from(address: string): Promise<Api> {
  const call = { requestId: 'test', address, calls: 1, takeFromLimit: async () => true }
  return appRouter.createCaller(await createContext(services, call))
}
const addressOf = (n: number) => `198.51.${n >> 8}.${n & 255}`
const strangers = (count = FLOOD) => Promise.all(Array.from({ length: count }, (_, n) => from(addressOf(n))))

async function member() {
  const email = `${uuidv7()}@example.com`
  const { id } = await anyone.auth.register({ email, name: 'Ada', password: PASSWORD })
  return {
    id,
    signIn: (password = PASSWORD) => anyone.auth.token({ grant_type: 'password', username: email, password }),
    email,
  }
}

/** How many of the calls ended how. */
async function outcomes(calls: Promise<unknown>[]): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const result of await Promise.allSettled(calls)) {
    const outcome = result.status === 'fulfilled' ? 'done' : String(reportError(result.reason).status)
    counts[outcome] = (counts[outcome] ?? 0) + 1
  }
  return counts
}

/** Takes a turn of strangers until it is released, at the latest when the test ends. */
function hold(address: string) {
  let release = () => {}
  const end = new Promise<void>((resolve) => {
    release = resolve
  })
  const held = services.turns.strangers.take(address, () => end)
  onTestFinished(async () => {
    release()
    await held
  })
  return release
}

const guess = { token: 'x'.repeat(43) }
const MAILED: [string, (api: Api) => Promise<unknown>][] = [
  ['verify', (api) => api.auth.verifyEmail(guess)],
  ['forgot', (api) => api.auth.forgotPassword({ email: `${uuidv7()}@example.com` })],
  ['reset', (api) => api.auth.resetPassword({ ...guess, password: 'another battery staple' })],
]

describe.each(MAILED)('a flood of %s', (_, attack) => {
  test('from many addresses keeps nobody else from the database', async () => {
    const [ada, attackers] = [await member(), await strangers()]
    const held = Array.from({ length: 10 }, (_, n) => hold(`192.0.2.${n}`))
    let done = 0
    const flood = attackers.map(async (api) => {
      await attack(api).catch(() => {})
      done += 1
    })
    const { access_token } = await ada.signIn()
    expect(await world.call(`Bearer ${access_token}`).user.me()).toMatchObject({ id: ada.id })
    expect(done).toBe(0)
    for (const release of held) release()
    await Promise.all(flood)
  })

  test('from one address keeps no other address from the same', async () => {
    const [flooding, other] = [await from('192.0.2.1'), await from('192.0.2.2')]
    let done = 0
    const flood = Array.from({ length: FLOOD }, async () => {
      await attack(flooding).catch(() => {})
      done += 1
    })
    const outcome = await outcomes([attack(other)])
    expect(done).toBeLessThan(20)
    expect(Object.keys(outcome)).toEqual([expect.stringMatching(/^(?:done|422)$/)])
    await Promise.all(flood)
  })
})

describe('hashing, which sign-ins need,', () => {
  test('is not spent on a token that somebody made up', async () => {
    const [ada, attackers] = [await member(), await strangers()]
    const flood = outcomes(
      attackers.map((api) => api.auth.resetPassword({ ...guess, password: 'another battery staple' })),
    )
    await expect(ada.signIn()).resolves.toBeDefined()
    expect(await flood).toEqual({ 422: FLOOD })
  })

  test('is spent once on a link, however many follow it at once', async () => {
    // So many that they come faster than a hash each is computed.
    const [ada, attackers] = [await member(), await strangers(2 * FLOOD)]
    await anyone.auth.forgotPassword({ email: ada.email })
    await runJobs(services, jobs)
    const mail = mailbox.to(ada.email).find(({ subject }) => subject === 'Reset your password')
    if (!mail) throw new Error('no mail')
    const token = tokenIn(mail)
    const password = 'another battery staple'
    const bob = await member()
    await atFullCost(async () => {
      const flood = outcomes(attackers.map((api) => api.auth.resetPassword({ token, password })))
      await expect(bob.signIn()).resolves.toBeDefined()
      expect(await flood).toEqual({ done: 1, 422: 2 * FLOOD - 1 })
    })
    await expect(ada.signIn(password)).resolves.toBeDefined()
  })
})
