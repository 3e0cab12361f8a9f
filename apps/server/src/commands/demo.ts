import { hashPassword } from '@tandem/api'
import type { Database } from '@tandem/db'
import { demoUser, seed } from '../../../../prisma/seed.ts'

export const DEMO = { email: demoUser.email, password: 'demo-in-tandem' }

/** Adds the demo user and its tasks, unless the user exists. Returns whether it did. */
export async function seedDemo({ client }: Pick<Database, 'client'>): Promise<boolean> {
  return seed(client, { passwordHash: await hashPassword(DEMO.password) })
}
