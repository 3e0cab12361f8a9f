import { createTestDb, createTestUser } from '@tandem/db/testing'
import { afterAll, expect, onTestFinished, test } from 'vitest'
import { createApiKeys, generateKey } from './api-key.ts'

// A sharded database is sent no statement for several keys.
const database = await createTestDb({ isSharded: false })
afterAll(() => database.close())

const afterOtherCallbacks = () => new Promise<void>((resolve) => process.nextTick(resolve))

test('keys that are looked for at the same time are one query, unknown ones too', async () => {
  const { client: db, run } = database
  const user = await createTestUser(db)
  const { key, prefix, hash } = generateKey()
  const { id } = await db.apiKey.create({
    data: { id: crypto.randomUUID(), userId: user.id, name: 'k', prefix, hash, scopes: ['tasks:read'] },
  })
  const texts: string[] = []
  const ignore = database.observe({
    caller: () => undefined,
    query: ({ text }, send) => {
      texts.push(text)
      return send()
    },
    together: (_callers, send) => send(),
  })
  onTestFinished(ignore)
  const keys = createApiKeys({ db, run, clock: () => new Date() })
  const found: ReturnType<typeof keys.find>[] = []
  for (const one of [generateKey().key, key, ...Array.from({ length: 50 }, () => generateKey().key)]) {
    found.push(keys.find(one))
    await afterOtherCallbacks()
  }
  const [unknown, known, ...others] = await Promise.all(found)
  expect(known).toEqual({
    id: user.id,
    role: 'user',
    sessionId: null,
    scopes: ['tasks:read'],
    credential: { id, expiresAt: null },
  })
  expect([unknown, ...others].every((one) => one === null)).toBe(true)
  expect(texts.filter((text) => /SELECT.*api_keys/is.test(text))).toHaveLength(1)
})
