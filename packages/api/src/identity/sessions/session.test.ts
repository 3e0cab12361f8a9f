import { expect, test } from 'vitest'
import { createContext } from '../../core/context.ts'
import { testApi } from '../../testing/test-api.ts'
import { endSessions, openSession } from './session.ts'

async function verifiedUser() {
  const { services, db, signIn } = await testApi()
  const { id } = await signIn()
  const { passwordHash } = await db.user.update({ where: { id }, data: { passwordHash: `hash of ${id}` } })
  const call = { requestId: '', address: '', calls: 1, takeFromLimit: async () => true }
  const ctx = await createContext(services, call)
  return { ctx, db, user: { id, passwordHash } }
}

test('a sign-in opens no session once the password was changed or the user deactivated', async () => {
  const { ctx, db, user } = await verifiedUser()
  expect(await openSession(ctx, user)).not.toBeNull()
  await db.user.update({ where: { id: user.id }, data: { isActive: false } })
  expect(await openSession(ctx, user)).toBeNull()
  await db.user.update({ where: { id: user.id }, data: { isActive: true, passwordHash: 'another' } })
  expect(await openSession(ctx, user)).toBeNull()
})

test('concurrent sign-ins with the old password leave no session after a change of password', async () => {
  for (let round = 0; round < 5; round++) {
    const { ctx, db, user } = await verifiedUser()
    const change = () =>
      endSessions(
        ctx,
        { userId: user.id },
        {
          before: async (tx) => {
            await tx.user.updateMany({ where: { id: user.id }, data: { passwordHash: 'another' } })
          },
        },
      )
    await Promise.all([openSession(ctx, user), openSession(ctx, user), change(), openSession(ctx, user)])
    expect(await db.session.count({ where: { userId: user.id, revokedAt: null } })).toBe(0)
  }
})
