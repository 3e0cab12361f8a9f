import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest'
import { createDb, type Database } from '../create-db.ts'
import { fillDataDir } from '../testing/testing.ts'
import { run as runCommand } from './commands.ts'
import { prismaDirectory } from './migrations-folder.ts'

const dataDir = mkdtempSync(path.join(tmpdir(), 'tandem-cli-'))
let db: Database
beforeAll(async () => {
  vi.stubEnv('DATABASE_URL', '')
  vi.stubEnv('DATA_DIR', dataDir)
  await fillDataDir(dataDir, 'empty')
  db = await createDb(undefined, { dataDir, migrate: false })
}, 60_000)
afterAll(async () => {
  vi.unstubAllEnvs()
  await db.close()
  rmSync(dataDir, { recursive: true })
})

interface Ended {
  code: number
  stdout: string
  stderr: string
}

function run(...args: string[]): Promise<Ended> {
  const cli = path.join(import.meta.dirname, 'cli.ts')
  return new Promise((resolve) => {
    const options = { cwd: import.meta.dirname }
    const child = execFile(
      process.execPath,
      ['--liftoff-only', '--import', 'tsx', cli, ...args],
      options,
      (_error, stdout, stderr) => resolve({ code: child.exitCode ?? -1, stdout, stderr }),
    )
  })
}

test('a database that a server has open is left alone', async () => {
  const { code, stderr } = await run()
  expect(code).toBe(1)
  expect(stderr).toContain(`${dataDir}/db is in use by process ${process.pid}`)
  expect(stderr.trim().split('\n')).toHaveLength(1)
}, 60_000)

test('status lists pending migrations, and apply applies them', async () => {
  await db.close()
  expect(await run('status')).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('pending 20261121000000_init'),
  })
  const upToDate = `${dataDir}/db is up to date\n`
  const applied = await run()
  expect(applied).toMatchObject({ code: 0, stdout: expect.stringContaining('applied 20261121000000_init') })
  expect(applied.stdout.endsWith(upToDate)).toBe(true)
  expect(await run('status')).toEqual({ code: 0, stdout: upToDate, stderr: '' })
}, 60_000)

test('check finds no drift, and new writes nothing', async () => {
  expect(await run('check')).toEqual({ code: 0, stdout: '', stderr: '' })
  const before = readdirSync(path.join(prismaDirectory(), 'migrations'))
  expect(await run('new', 'nothing')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('nothing to write'),
  })
  expect(readdirSync(path.join(prismaDirectory(), 'migrations'))).toEqual(before)
}, 60_000)

test('an unknown option ends it with one line', async () => {
  expect(await run('--unknown')).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/^Unknown option .*\n$/),
  })
}, 60_000)

test.each([['new'], ['undo'], ['status', 'more'], ['--empty']])('%s %s is not a command', async (...args) => {
  const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  onTestFinished(() => written.mockRestore())
  expect(await runCommand(args, {})).toBe(1)
  expect(written.mock.calls).toEqual([[expect.stringContaining('usage: pnpm db:migrate')]])
})
