import { PassThrough } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import { afterEach, describe, expect, it } from 'vitest'
import type { ChoiceQuestion, ChoicesQuestion, TextQuestion } from '../question.ts'
import type { Refuse } from '../terminal.ts'
import { ClackTerminal } from './clack-terminal.ts'

const ENTER = '\r'
const ESCAPE = '\x1b'
const CTRL_C = '\x03'
const CTRL_U = '\x15'
const DOWN = '\x1b[B'

let terminal: ClackTerminal | undefined
afterEach(() => terminal?.close())

/** A terminal on streams: what it has shown, and keys for it. */
function open({ isPlain = false, columns = 60 } = {}) {
  const input = new PassThrough()
  const output = Object.assign(new PassThrough({ encoding: 'utf8' }), { columns, rows: 40 })
  let shown = ''
  output.on('data', (chunk) => {
    shown += chunk
  })
  const opened = new ClackTerminal({ input, output, isPlain })
  terminal = opened
  const seen = () => stripVTControlCharacters(shown)
  return {
    terminal: opened,
    raw: () => shown,
    seen,
    /** Types once something is shown. */
    async type(when: string, keys: string) {
      await expect.poll(() => seen()).toContain(when)
      input.write(keys)
    },
    end: () => input.end(),
  }
}

const NAME: TextQuestion = {
  id: 'name',
  round: 1,
  kind: 'text',
  message: 'What is it called?',
  help: 'In the singular',
  recommended: 'note',
  about: [],
  refuse: (answer) => (answer === 'class' ? 'is a word of TypeScript' : undefined),
}
const PLACE: ChoiceQuestion = {
  id: 'place',
  round: 1,
  kind: 'choice',
  message: 'Where is it?',
  options: [
    { value: 'top', label: 'At the top' },
    { value: 'below', label: 'Below a task', hint: 'with its id in the path' },
  ],
  recommended: 'top',
  summary: ['name: note'],
  about: [],
}
const CALLS: ChoicesQuestion = {
  id: 'calls',
  round: 1,
  kind: 'choices',
  message: 'What can callers do?',
  options: [
    { value: 'list', label: 'List' },
    { value: 'get', label: 'Get' },
  ],
  recommended: ['list', 'get'],
  atLeast: 1,
  about: [],
}
const takeAll: Refuse = () => undefined

describe('a text', () => {
  it('is what is typed, or with Enter alone what is recommended', async () => {
    const { terminal, type } = open()
    const typed = terminal.ask(NAME, undefined, takeAll)
    await type('What is it called?', `  recipe ${ENTER}`)
    expect(await typed).toEqual({ kind: 'answer', answer: 'recipe' })
    const taken = terminal.ask({ ...NAME, id: 'plural', message: 'And several?' }, undefined, takeAll)
    await type('And several?', ENTER)
    expect(await taken).toEqual({ kind: 'answer', answer: 'note' })
  })

  it('that was answered before can be edited', async () => {
    const { terminal, type } = open()
    const reply = terminal.ask(NAME, 'note', takeAll)
    await type('What is it called?', `s${ENTER}`)
    expect(await reply).toEqual({ kind: 'answer', answer: 'notes' })
  })

  it('that is refused stays in its prompt, with the reason', async () => {
    const { terminal, type } = open({ isPlain: true })
    const refuse: Refuse = async (answer) => (answer === 'task' ? 'is taken by the model Task' : undefined)
    const reply = terminal.ask(NAME, undefined, refuse)
    await type('What is it called?', `class${ENTER}`)
    await type('is a word of TypeScript', `${CTRL_U}task${ENTER}`)
    await type('is taken by the model Task', `${CTRL_U}recipe${ENTER}`)
    expect(await reply).toEqual({ kind: 'answer', answer: 'recipe' })
  })

  it('whose check fails ends the interview with that failure', async () => {
    const { terminal, type } = open()
    const reply = terminal.ask(NAME, undefined, () => Promise.reject(new Error('no database')))
    await Promise.all([expect(reply).rejects.toThrow('no database'), type('What is it called?', ENTER)])
  })
})

describe('a choice', () => {
  it('shows what was answered so far, and hints, and is what the cursor is on', async () => {
    const { terminal, type, seen } = open()
    const reply = terminal.ask(PLACE, undefined, takeAll)
    await type('Where is it?', DOWN)
    await type('with its id in the path', ENTER)
    expect(await reply).toEqual({ kind: 'answer', answer: 'below' })
    expect(seen()).toContain('name: note')
    expect(seen()).toContain('usual')
  })

  it('that is refused is asked again, and Enter then gives what is recommended', async () => {
    const { terminal, type } = open()
    const refuse: Refuse = (answer) => (answer === 'below' ? 'there is no task' : undefined)
    const reply = terminal.ask(PLACE, 'below', refuse)
    await type('Where is it?', ENTER)
    await type('there is no task', ENTER)
    expect(await reply).toEqual({ kind: 'answer', answer: 'top' })
  })
})

describe('several choices', () => {
  it('are those that are marked, and must be enough', async () => {
    const { terminal, type } = open()
    const reply = terminal.ask(CALLS, undefined, takeAll)
    await type('What can callers do?', ` ${DOWN} ${ENTER}`)
    await type('at least one', ` ${ENTER}`)
    expect(await reply).toEqual({ kind: 'answer', answer: ['get'] })
  })

  it('are not changed by letters that the prompt has a meaning for', async () => {
    const { terminal, type } = open()
    const reply = terminal.ask({ ...CALLS, help: 'As many as you like' }, ['get'], takeAll)
    await type('As many as you like', `ai${ENTER}`)
    expect(await reply).toEqual({ kind: 'answer', answer: ['get'] })
  })

  it('that are refused are asked again as they were', async () => {
    const { terminal, type } = open()
    let asked = 0
    const reply = terminal.ask(CALLS, ['get'], () => (asked++ === 0 ? 'a list is needed' : undefined))
    await type('What can callers do?', ENTER)
    await type('a list is needed', ENTER)
    expect(await reply).toEqual({ kind: 'answer', answer: ['get'] })
  })
})

describe('leaving', () => {
  it.each([NAME, PLACE, CALLS])(
    'a $kind with Escape is one question back, which is shown once',
    async (question) => {
      const { terminal, type, raw } = open()
      const first = terminal.ask({ ...NAME, id: 'first', message: 'The first?' }, undefined, takeAll)
      await type('The first?', ENTER)
      await first
      const reply = terminal.ask(question, undefined, takeAll)
      await type(question.message, ESCAPE)
      expect(await reply).toEqual({ kind: 'back' })
      const again = terminal.ask({ ...NAME, id: 'first', message: 'Once more?' }, 'note', takeAll)
      await type('Once more?', ENTER)
      expect(await again).toEqual({ kind: 'answer', answer: 'note' })
      // Up to the first question, and away with all below.
      expect(raw()).toMatch(new RegExp(String.raw`${ESCAPE}\[\d+A${ESCAPE}\[G${ESCAPE}\[J`))
    },
  )

  it('with Ctrl-C or the end of input is leaving for good', async () => {
    const left = open()
    const reply = left.terminal.ask(PLACE, undefined, takeAll)
    await left.type('Where is it?', CTRL_C)
    expect(await reply).toEqual({ kind: 'interrupted' })
    expect(await left.terminal.ask(NAME, undefined, takeAll)).toEqual({ kind: 'interrupted' })
    left.terminal.close()

    const ended = open()
    const last = ended.terminal.ask(NAME, undefined, takeAll)
    await expect.poll(() => ended.seen()).toContain('What is it called?')
    ended.end()
    expect(await last).toEqual({ kind: 'interrupted' })
  })
})

it('wraps what it says to the width of the terminal', () => {
  const { terminal, seen } = open({ columns: 30 })
  terminal.say('one two three four five six seven eight nine ten eleven twelve')
  terminal.warn('a warning')
  terminal.show('The plan', ['a line that is longer than the terminal is wide'])
  for (const line of seen().split('\n')) expect(line.length).toBeLessThanOrEqual(30)
  expect(seen()).toContain('a warning')
  expect(seen()).toContain('The plan')
})
