import { test } from 'vitest'
import { readOf, writeOf } from './procedures.ts'

test('a name without scopes is only for resources that no API key may call, or that are public', () => {
  readOf('rumours', { credentials: ['jwt'] })
  writeOf('rumours', { write: 'role:admin', credentials: ['jwt'] })
  readOf('rumours', { read: 'public' })
  // @ts-expect-error -- API keys need a scope
  readOf('rumours')
  // @ts-expect-error -- API keys need a scope
  writeOf('rumours', { credentials: ['jwt', 'apiKey'] })
  // @ts-expect-error -- only reading is public
  writeOf('rumours', { read: 'public' })
})

test('a public procedure knows no user', () => {
  readOf('tasks', { read: 'user' }).query(({ ctx }) => ctx.user.id)
  // @ts-expect-error -- there may be no caller
  readOf('tasks', { read: 'public' }).query(({ ctx }) => ctx.user.id)
  // @ts-expect-error -- there may be no caller
  writeOf('tasks', { write: 'public' }).mutation(({ ctx }) => ctx.caller.id)
})
