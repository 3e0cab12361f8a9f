import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createDb } from '../create-db.ts'
import { fillDataDir } from '../testing/testing.ts'
import { run as runCommand } from './commands.ts'
import { prismaDirectory } from './migrations-folder.ts'

const dataDir = mkdtempSync(path.join(tmpdir(), 'tandem-cli-'))
beforeAll(() => fillDataDir(dataDir, 'empty'))
afterAll(() => rmSync(dataDir, { recursive: true }))

/** Runs a command over the database of this file. Returns its exit code and what it wrote. */
async function run(...args: string[]) {
  const stdout = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  try {
    const code = await runCommand(args, { DATA_DIR: dataDir })
    return { code, stdout: stdout.mock.calls.join(''), stderr: stderr.mock.calls.join('') }
  } finally {
    stdout.mockRestore()
    stderr.mockRestore()
  }
}

test('a database that a server has open is left alone', async () => {
  const server = await createDb(undefined, { dataDir, migrate: false })
  try {
    await expect(run()).rejects.toThrow(`${dataDir}/db is in use by process ${process.pid}`)
  } finally {
    await server.close()
  }
})

test('status lists pending migrations, and apply applies them', async () => {
  expect(await run('status')).toMatchObject({
    code: 1,
    stdout: expect.stringContaining('pending 20261121000000_init'),
  })
  const upToDate = `${dataDir}/db is up to date\n`
  const applied = await run()
  expect(applied).toMatchObject({ code: 0, stdout: expect.stringContaining('applied 20261121000000_init') })
  expect(applied.stdout.endsWith(upToDate)).toBe(true)
  expect(await run('status')).toEqual({ code: 0, stdout: upToDate, stderr: '' })
})

test('new writes nothing where the schema has not changed', async () => {
  const before = readdirSync(path.join(prismaDirectory(), 'migrations'))
  expect(await run('new', 'nothing')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('nothing to write'),
  })
  expect(readdirSync(path.join(prismaDirectory(), 'migrations'))).toEqual(before)
})

test.each([['new'], ['undo'], ['status', 'more'], ['--empty']])('%s %s is not a command', async (...args) => {
  const { code, stderr } = await run(...args)
  expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('usage: pnpm db:migrate') })
})

test('an error ends the process with one line', async () => {
  const cli = path.join(import.meta.dirname, 'cli.ts')
  const command = [process.execPath, '--import', 'tsx', cli, '--unknown'] as const
  const failed = await promisify(execFile)(command[0], command.slice(1), { cwd: import.meta.dirname }).catch(
    (error: unknown) => error,
  )
  expect(failed).toMatchObject({
    code: 1,
    stdout: '',
    stderr: expect.stringMatching(/^Unknown option .*\n$/),
  })
})
