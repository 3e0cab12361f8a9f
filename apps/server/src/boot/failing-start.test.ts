import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { killAll, launchServer } from '../testing/process.ts'

const dataDir = await mkdtemp(path.join(tmpdir(), 'tandem-failing-'))
const launch = (variables: Record<string, string>) => launchServer({ DATA_DIR: dataDir, ...variables })

afterAll(async () => {
  await killAll()
  await rm(dataDir, { recursive: true, force: true })
})

test('mistakes in the environment are one line each', async () => {
  const { code, output } = await launch({ PORT: 'http', LOG_LEVEL: 'loud', JWT_SECRET: 'hunter2' }).end
  expect(code).toBe(1)
  const lines = output.trim().split('\n')
  expect(lines[0]).toBe('Tandem cannot start')
  expect(
    lines
      .slice(1)
      .map((line) => line.trim().split(':')[0])
      .sort(),
  ).toEqual(['JWT_SECRET', 'LOG_LEVEL', 'PORT'])
  expect(output).not.toContain('hunter2')
})

test('an unreachable database is named without its password', {
  timeout: 60_000,
}, async () => {
  const { code, output } = await launch({ DATABASE_URL: 'postgresql://ada:hunter2@127.0.0.1:1/none' }).end
  expect(code).toBe(1)
  expect(output).toContain('127.0.0.1:1')
  expect(output).not.toContain('hunter2')
  expect(output).not.toContain('    at ')
})
