import { hashPassword } from '@tandem/api'
import type { Database } from '@tandem/db'
import { demoUser, seed } from '../../../../prisma/seed.ts'

export const DEMO = { email: demoUser.email, password: 'demo-in-tandem' }

/** Puts the demo user and its tasks in the database. Answers whether it did: a demo user that is there stays as it is. */
export async function seedDemo({ client }: Pick<Database, 'client'>): Promise<boolean> {
  return seed(client, { passwordHash: await hashPassword(DEMO.password) })
}
