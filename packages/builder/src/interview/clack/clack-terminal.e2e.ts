import { stripVTControlCharacters } from 'node:util'
import { spawn } from '@lydell/node-pty'
import { afterEach, describe, expect, it } from 'vitest'

const PROGRAM = new URL('../testing/program.ts', import.meta.url).pathname
const ENTER = '\r'
const CTRL_C = '\x03'
const CTRL_D = '\x04'
const CTRL_U = '\x15'
const ESCAPE = '\x1b'
const DOWN = '\x1b[B'

interface Options {
  columns?: number
  isPlain?: boolean
}

const running = new Set<{ kill(): void }>()
afterEach(() => {
  for (const program of running) program.kill()
  running.clear()
})

/** The interview in a terminal of its own. */
function run({ columns = 80, isPlain = false }: Options = {}) {
  const program = spawn(process.execPath, ['--import', 'tsx', PROGRAM, isPlain ? 'plain' : 'coloured'], {
    cols: columns,
    rows: 40,
    cwd: new URL('../../..', import.meta.url).pathname,
  })
  running.add(program)
  let output = ''
  let seen = 0
  let changed = () => {}
  program.onData((data) => {
    output += data
    changed()
  })
  const exit = new Promise<number>((resolve) => {
    program.onExit(({ exitCode }) => {
      running.delete(program)
      resolve(exitCode)
      changed()
    })
  })
  return {
    exit,
    output: () => output,
    write: (keys: string) => program.write(keys),
    /** Waits for a question that has not been asked yet, and types. */
    async answer(question: string, keys: string) {
      const words = (text: string) => stripVTControlCharacters(text).replaceAll(/[\s│]+/g, '')
      while (!words(output.slice(seen)).includes(words(question))) {
        await new Promise<void>((resolve) => {
          changed = resolve
        })
      }
      seen = output.length
      program.write(keys)
    },
  }
}

type Program = ReturnType<typeof run>

async function roundOne(program: Program) {
  await program.answer('What do you want to build?', ENTER)
  await program.answer('What is one of them called?', `recipe${ENTER}`)
  await program.answer('Change any?', `${DOWN}${ENTER}`)
  await program.answer('And several?', ENTER)
  await program.answer('Where do they belong?', `${DOWN}${ENTER}`)
  await program.answer('What can callers do?', ENTER)
}

async function roundTwo(program: Program) {
  await program.answer('Which fields?', `title text required${ENTER}`)
  await program.answer('Another field?', ENTER)
}

async function roundsThreeAndFour(program: Program) {
  await program.answer('Who may read and write?', ENTER)
  await program.answer('Change any?', ENTER)
  await program.answer('Is all of that right?', ENTER)
}

/** `\x1b[1m` and the like. */
const LOOKS = new RegExp(String.raw`${ESCAPE}\[[0-9;]*m`)

describe('in a terminal', () => {
  it.each<Options>([{}, { isPlain: true }, { columns: 30 }])(
    'asks everything and ends with a spec: %j',
    async (options) => {
      const program = run(options)
      await roundOne(program)
      await roundTwo(program)
      await roundsThreeAndFour(program)
      await program.answer('Write it?', ENTER)
      expect(await program.exit).toBe(0)
      const spec = { version: 1, name: 'recipe', parent: 'task' }
      const outcome = JSON.parse(program.output().split('OUTCOME ')[1] ?? '')
      expect(outcome).toMatchObject({ kind: 'write', spec })
      expect(LOOKS.test(program.output())).toBe(options.isPlain !== true)
    },
  )

  it('takes everything that is typed ahead', async () => {
    const program = run()
    await program.answer(
      'What do you want to build?',
      `${ENTER}recipe${ENTER}${ENTER}title${ENTER}pages integer${ENTER}`,
    )
    await program.answer('pages: integer', CTRL_C)
    expect(await program.exit).toBe(130)
  })

  it('goes back with Escape, shows what is refused, and takes another answer', async () => {
    const program = run({ isPlain: true })
    await program.answer('What do you want to build?', ENTER)
    await program.answer('What is one of them called?', `class${ENTER}`)
    await program.answer('reserved word of TypeScript', `${CTRL_U}recipe${ENTER}`)
    await program.answer('Usual: recipes', ESCAPE)
    await program.answer('What is one of them called?', `${CTRL_U}dish${ENTER}`)
    await program.answer('Usual: dishes', CTRL_C)
    expect(await program.exit).toBe(130)
    // The question that was left, and the one that is asked again.
    expect(program.output()).toMatch(new RegExp(String.raw`${ESCAPE}\[\d+A${ESCAPE}\[G${ESCAPE}\[J`))
  })

  it('offers what is recommended, and not what it has just refused', async () => {
    const program = run({ isPlain: true })
    await program.answer('What do you want to build?', ENTER)
    await program.answer('What is one of them called?', `recipe${ENTER}`)
    await program.answer('Change any?', `${DOWN}${ENTER}`)
    await program.answer('And several?', ENTER)
    await program.answer('Where do they belong?', ENTER)
    await program.answer('What can callers do?', `${DOWN}${ENTER}`)
    await program.answer('Which actions?', `publish${ENTER}`)
    await program.answer('Another action?', ENTER)
    await program.answer('Which fields?', `published ?${ENTER}`)
    await program.answer('What is published?', `${DOWN}${ENTER}`)
    await program.answer('published must be of type text. The type boolean takes true', ENTER)
    await program.answer('Must published be given?', CTRL_C)
    expect(await program.exit).toBe(130)
  })

  it('takes a and i for nothing where several are chosen', async () => {
    const program = run({ isPlain: true })
    await program.answer('What do you want to build?', ENTER)
    await program.answer('What is one of them called?', `recipe${ENTER}`)
    await program.answer('Change any?', ENTER)
    await program.answer('Which fields?', `title ?${ENTER}`)
    await program.answer('What is title?', ENTER)
    await program.answer('How long is title?', ENTER)
    await program.answer('Must title be given?', ENTER)
    await program.answer('What else with title?', `ai${ENTER}`)
    await program.answer('title: text · 1..255 · required · sortable · searchable', CTRL_C)
    expect(await program.exit).toBe(130)
  })

  it('is left by Ctrl-C in every round', async () => {
    const rounds = [roundOne, roundTwo, roundsThreeAndFour]
    const questions = ['What do you want to build?', 'Which fields?', 'Who may read and write?', 'Write it?']
    for (const [answered, question] of questions.entries()) {
      const program = run()
      for (const round of rounds.slice(0, answered)) await round(program)
      await program.answer(question, CTRL_C)
      expect(await program.exit).toBe(130)
      expect(program.output()).toContain('OUTCOME {"kind":"interrupted"}')
    }
  })

  it('is left by the end of input', async () => {
    const program = run()
    await program.answer('What do you want to build?', `${ENTER}rec`)
    await program.answer('rec', CTRL_D)
    expect(await program.exit).toBe(130)
  })
})
