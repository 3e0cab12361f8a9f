import {
  createAdmin,
  createLinkTokens,
  createTransact,
  type OperatorServices,
  promote,
  resetPassword,
} from '@tandem/api'
import { readOrCreateSecret } from '../boot/secret.ts'
import { openDatabase } from '../boot/start.ts'
import type { Env } from '../env.ts'
import type { Command } from './command.ts'

const LINK = 'It works once, within the hour:'

export const createAdminCommand: Command = {
  name: 'admin create',
  usage: '<email> [--name <name>]',
  summary: 'creates an administrator, and prints the link under which they choose a password',
  words: [1, 1],
  options: { name: { type: 'string' } },
  run: ({ words: [email = ''], options: { name }, env, say }) =>
    withServices(env, async (services) => {
      const given = { email, name: typeof name === 'string' ? name : undefined }
      const link = await createAdmin(services, given)
      say(`${email} is an administrator and chooses a password here. ${LINK}`)
      say(link)
    }),
}

export const promoteCommand: Command = {
  name: 'admin promote',
  usage: '<email>',
  summary: 'makes a user an administrator',
  words: [1, 1],
  run: ({ words: [email = ''], env, say }) =>
    withServices(env, async (services) => {
      await promote(services, email)
      say(`${email} is an administrator now, from the next sign-in on`)
    }),
}

export const resetPasswordCommand: Command = {
  name: 'admin reset-password',
  usage: '<email>',
  summary: "ends a user's sessions, and prints a link under which they choose a new password",
  words: [1, 1],
  run: ({ words: [email = ''], env, say }) =>
    withServices(env, async (services) => {
      const link = await resetPassword(services, email)
      say(`${email} is signed out everywhere and chooses a new password here. ${LINK}`)
      say(link)
    }),
}

async function withServices(env: Env, work: (services: OperatorServices) => Promise<void>): Promise<void> {
  const database = await openDatabase(env)
  try {
    const secret = env.JWT_SECRET ?? (await readOrCreateSecret(env.DATA_DIR))
    await work({
      db: database.client,
      transact: createTransact(database),
      clock: database.clock,
      linkTokens: createLinkTokens({ secret, previousSecret: env.JWT_SECRET_PREVIOUS }),
      appUrl: env.APP_URL,
    })
  } finally {
    await database.close()
  }
}
