import { execFileSync, spawnSync } from 'node:child_process'
import { spawn } from '@lydell/node-pty'
import { expect, it } from 'vitest'
import { lockProject } from '../apply/apply.ts'

const CLI = new URL('../cli.ts', import.meta.url).pathname
const ROOT = new URL('../../../../', import.meta.url).pathname

/** What of the models, migrations and specs is not as it was committed. */
const changed = () =>
  execFileSync('git', ['status', '--porcelain', '--', `${ROOT}prisma`], { encoding: 'utf8' })

/** Runs the command in a terminal, chooses a new resource, types once at the next question, and waits for its end. */
async function run(keys: string, ...variables: string[]) {
  // With CI it would not ask.
  const command = [
    '-u',
    'CI',
    '-u',
    'NO_COLOR',
    ...variables,
    process.execPath,
    '--import',
    'tsx',
    CLI,
    'resource',
  ]
  const program = spawn('env', command, { cols: 80, rows: 24 })
  let output = ''
  const replies = [
    ['What do you want to build?', '\r'],
    ['What is one of them called?', keys],
  ] as const
  let given = 0
  program.onData((data) => {
    output += data
    const [question, reply] = replies[given] ?? []
    if (!question || !reply || !output.includes(question)) return
    given++
    // Nobody else has to wait while a person thinks.
    lockProject(ROOT)()
    program.write(reply)
  })
  const code = await new Promise((resolve) => program.onExit(({ exitCode }) => resolve(exitCode)))
  return { code, output }
}

it('asks in a terminal, and after Ctrl-C exits with 130 and has written nothing', async () => {
  const before = changed()
  const { code, output } = await run('\x03')
  expect(output).toContain('Nothing was written.')
  expect(code).toBe(130)
  expect(changed()).toBe(before)
})

it('shows the cursor without colours too', async () => {
  const { output } = await run('note\x1b[D\x03', 'NO_COLOR=1')
  expect(output).toContain('not▏e')
  expect(output).not.toContain('\x1b[7m')
})

it.each([[[]], [['--yes']]])(
  'asks nothing without a terminal, with %j either: it says what is missing, and exits with 2',
  (flags) => {
    const args = ['--import', 'tsx', CLI, 'resource', ...flags]
    const { status, stderr, stdout } = spawnSync(process.execPath, args, { encoding: 'utf8', input: '' })
    expect(stderr).toContain('--spec FILE (or - for standard input): is missing')
    expect(stdout).toBe('')
    expect(status).toBe(2)
  },
)
