import { createHash } from 'node:crypto'
import { hashPassword, keyOf, type Services } from '@tandem/api'
import type { Database } from '@tandem/db'
import { uuidv7 } from 'uuidv7'
import { file } from '../../../../prisma/demo-texts.ts'
import { demoUser, seed } from '../../../../prisma/seed.ts'

export const DEMO = { email: demoUser.email, password: 'demo-in-tandem' }

/** Adds the demo user with their tasks and a file, unless the user exists. Returns whether it did. */
export async function seedDemo(
  { client }: Pick<Database, 'client'>,
  { store }: Pick<Services['files'], 'store'>,
): Promise<boolean> {
  const seeded = await seed(client, { passwordHash: await hashPassword(DEMO.password) })
  if (seeded) await addFile(client, store)
  return seeded
}

/** First the bytes, as an upload does, so that no row is ever without them. */
async function addFile(db: Database['client'], store: Services['files']['store']): Promise<void> {
  const { id: userId } = await db.user.findUniqueOrThrow({
    where: { email: DEMO.email },
    select: { id: true },
  })
  const task = await db.task.findFirstOrThrow({
    where: { userId, status: 'todo' },
    orderBy: { createdAt: 'desc' },
    select: { userId: true, id: true },
  })
  const bytes = Buffer.from(file.text)
  const row = { userId: task.userId, id: uuidv7() }
  await store.put(keyOf(row), new Blob([bytes]))
  await db.file.create({
    data: {
      ...row,
      taskId: task.id,
      name: file.name,
      mediaType: 'text/plain',
      size: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    },
  })
}
