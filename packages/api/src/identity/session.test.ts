import { expect, test } from 'vitest'
import { createContext } from '../core/context.ts'
import { testApi } from '../testing/test-api.ts'
import { endSessions, openSession } from './session.ts'

async function checkedUser() {
  const { services, db, signIn } = await testApi()
  const { id } = await signIn()
  const { passwordHash } = await db.user.update({ where: { id }, data: { passwordHash: `hash of ${id}` } })
  const call = { requestId: '', address: '', calls: 1, takeFromLimit: async () => true }
  const ctx = await createContext(services, call)
  return { ctx, db, user: { id, passwordHash } }
}

test('a sign-in that a change of password or a deactivation has overtaken opens no session', async () => {
  const { ctx, db, user } = await checkedUser()
  expect(await openSession(ctx, user)).not.toBeNull()
  await db.user.update({ where: { id: user.id }, data: { isActive: false } })
  expect(await openSession(ctx, user)).toBeNull()
  await db.user.update({ where: { id: user.id }, data: { isActive: true, passwordHash: 'another' } })
  expect(await openSession(ctx, user)).toBeNull()
})

test('of sign-ins and a change of password at once, no session of the old password is left', async () => {
  for (let round = 0; round < 5; round++) {
    const { ctx, db, user } = await checkedUser()
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
