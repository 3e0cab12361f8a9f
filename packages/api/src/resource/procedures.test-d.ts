import { test } from 'vitest'
import { readOf, writeOf } from './procedures.ts'

test('a name without scopes is only for resources that no API key may call, or that are public', () => {
  readOf('of no resource', { credentials: ['jwt'] })
  writeOf('of no resource', { write: 'role:admin', credentials: ['jwt'] })
  readOf('of no resource', { read: 'public' })
  // @ts-expect-error -- API keys need a scope
  readOf('of no resource')
  // @ts-expect-error -- API keys need a scope
  writeOf('of no resource', { credentials: ['jwt', 'apiKey'] })
  // @ts-expect-error -- only reading is public
  writeOf('of no resource', { read: 'public' })
})

test('a public procedure knows no user', () => {
  readOf('tasks', { read: 'user' }).query(({ ctx }) => ctx.user.id)
  // @ts-expect-error -- there may be no caller
  readOf('tasks', { read: 'public' }).query(({ ctx }) => ctx.user.id)
  // @ts-expect-error -- there may be no caller
  writeOf('tasks', { write: 'public' }).mutation(({ ctx }) => ctx.caller.id)
})
