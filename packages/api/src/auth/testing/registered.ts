import { uuidv7 } from 'uuidv7'
import { runJobs } from '../../jobs/testing/run-jobs.ts'
import { jobs } from '../../jobs.ts'
import { tokenIn } from '../../testing/mailbox.ts'
import { testApi } from '../../testing/test-api.ts'

export const PASSWORD = 'correct horse battery'
export const HOUR = 3_600_000
export const newEmail = () => `${uuidv7()}@example.com`

/** A registered user, signed in, and what has come to their mailbox. */
export async function registered(name = 'Ada') {
  const world = await testApi()
  const email = newEmail()
  const user = await world.anyone.auth.register({ email, name, password: PASSWORD })
  const signIn = (username = email) =>
    world.anyone.auth.token({ grant_type: 'password', username, password: PASSWORD })
  const api = world.call(`Bearer ${(await signIn()).access_token}`)
  const work = () => runJobs(world.services, jobs)
  /** The mails that have come to the address, once the jobs have run. */
  const mails = async (address = email) => {
    await work()
    return world.mailbox.to(address)
  }
  const lastToken = async (address = email) => {
    const last = (await mails(address)).at(-1)
    if (!last) throw new Error(`no mail to ${address}`)
    return tokenIn(last)
  }
  const verify = (token: string) => world.anyone.auth.verifyEmail({ token })
  return { ...world, user, email, api, signIn, work, mails, lastToken, verify }
}
