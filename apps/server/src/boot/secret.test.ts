import { mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { readOrCreateSecret } from './secret.ts'

test('the secret is created once with mode 0600, also by concurrent starts', async () => {
  const parent = await mkdtemp(path.join(tmpdir(), 'tandem-secret-'))
  onTestFinished(() => rm(parent, { recursive: true }))
  const dir = path.join(parent, 'data')
  const secrets = await Promise.all(Array.from({ length: 8 }, () => readOrCreateSecret(dir)))
  expect(new Set(secrets).size).toBe(1)
  expect(Buffer.byteLength(secrets[0] ?? '')).toBeGreaterThanOrEqual(32)
  expect(await readOrCreateSecret(dir)).toBe(secrets[0])
  expect(await readdir(dir)).toEqual(['jwt-secret'])
  expect((await stat(path.join(dir, 'jwt-secret'))).mode & 0o777).toBe(0o600)
  expect((await stat(dir)).mode & 0o777).toBe(0o700)
})
