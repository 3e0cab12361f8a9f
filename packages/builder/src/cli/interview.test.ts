import { execFileSync } from 'node:child_process'
import { spawn } from '@lydell/node-pty'
import { expect, it } from 'vitest'

const CLI = new URL('../cli.ts', import.meta.url).pathname
const ROOT = new URL('../../../../', import.meta.url).pathname

/** What of the models, migrations and specs is not as it was committed. */
const changed = () =>
  execFileSync('git', ['status', '--porcelain', '--', `${ROOT}prisma`], { encoding: 'utf8' })

it('asks in a terminal, and after Ctrl-C exits with 130 and has written nothing', async () => {
  const before = changed()
  // With CI it would not ask.
  const command = ['-u', 'CI', process.execPath, '--import', 'tsx', CLI, 'resource']
  const program = spawn('env', command, { cols: 80, rows: 24 })
  let output = ''
  let isAsked = false
  program.onData((data) => {
    output += data
    if (isAsked || !output.includes('What is one of them called?')) return
    isAsked = true
    program.write('\x03')
  })
  const code = await new Promise((resolve) => program.onExit(({ exitCode }) => resolve(exitCode)))
  expect(output).toContain('Nothing was written.')
  expect(code).toBe(130)
  expect(changed()).toBe(before)
}, 60_000)
