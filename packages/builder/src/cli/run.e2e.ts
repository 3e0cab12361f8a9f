import { chmodSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { PassThrough } from 'node:stream'
import { stripVTControlCharacters } from 'node:util'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { writeJournal } from '../apply/journal.ts'
import type { Spec } from '../spec/spec.ts'
import { createProject, type TestProject } from '../testing/project.ts'
import { run } from './run.ts'

// Each plan opens a database and runs the formatter.
vi.setConfig({ testTimeout: 240_000 })

const repository = path.resolve(import.meta.dirname, '../../../..')
const NOTE: Spec = { version: 1, name: 'note', fields: [{ name: 'body', type: 'text', required: true }] }
const WITH_RANK: Spec = { ...NOTE, fields: [...NOTE.fields, { name: 'rank', type: 'integer' }] }

let project: TestProject
let printed: string
let complained: string

beforeEach(() => {
  project = createProject()
  programs({ turbo: 'exit 0', vitest: 'exit 0' })
  printed = ''
  complained = ''
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text)
    return true
  })
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    complained += String(text)
    return true
  })
})
afterEach(() => {
  vi.restoreAllMocks()
  project.remove()
})

/** The programs that run once the files are written. The formatter is the real one. */
function programs(scripts: Record<string, string>): void {
  const modules = path.join(project.root, 'node_modules')
  rmSync(modules, { recursive: true })
  mkdirSync(path.join(modules, '.bin'), { recursive: true })
  const all = { ...scripts, biome: `exec ${repository}/node_modules/.bin/biome "$@"` }
  for (const [name, script] of Object.entries(all)) {
    const file = path.join(modules, '.bin', name)
    writeFileSync(file, `#!/bin/sh\n${script}\n`)
    chmodSync(file, 0o755)
  }
}

/** Runs `gen` in the project. Nobody can be asked, as in CI. */
async function gen(...args: string[]) {
  printed = ''
  complained = ''
  const { root, dataDir, options } = project
  const env = { INIT_CWD: root, DATA_DIR: dataDir, CI: 'true', NO_COLOR: '1' }
  const code = await run(args, { root, renderer: options.renderer, generate: options.generate, env })
  return { code, printed, complained }
}

/** Writes a spec beside the project, as somebody would who gives it to the command. */
function specOf(spec: Spec | string): string {
  project.write('.data/spec.json', typeof spec === 'string' ? spec : JSON.stringify(spec))
  return '.data/spec.json'
}

const migrations = () => Object.keys(project.tree()).filter((file) => file.endsWith('_notes/migration.sql'))

describe('what is not done', () => {
  test.each([
    [[], 2, 'usage: pnpm gen resource'],
    [['resource', 'note'], 2, 'usage: pnpm gen resource'],
    [['undo'], 2, 'usage: pnpm gen resource'],
    [['resource', '--specs', 'x'], 2, "Unknown option '--specs'"],
    [['resource'], 2, 'is missing, and nobody can be asked here'],
    [['resource', '--yes'], 2, 'is missing, and --yes says not to ask'],
    [['resource', '--spec', 'none.json'], 2, 'none.json: there is no such file'],
    [['undo', 'note'], 2, 'note'],
  ])('%j ends with %i', async (args, code, line) => {
    const before = project.tree()
    const answer = await gen(...args)
    expect(answer).toMatchObject({ code, printed: '' })
    expect(answer.complained).toContain(line)
    expect(project.tree()).toEqual(before)
  })

  test.each([
    ['{ "version": 1,', 'is not JSON'],
    ['{ "version": 1 }', 'name: is missing'],
    ['\uFEFF{ "version": 2, "name": "note", "fields": [] }', 'version: must be 1'],
    [JSON.stringify({ ...NOTE, name: 'class' }), '"class" is a word of TypeScript'],
  ])('a spec that is wrong, %s', async (text, line) => {
    const answer = await gen('resource', '--spec', specOf(text), '--yes')
    expect(answer.code).toBe(2)
    expect(answer.complained).toContain(line)
  })

  test('help and the format of a spec are printed', async () => {
    expect(await gen('--help')).toMatchObject({ code: 0, printed: expect.stringContaining('--dry-run') })
    const { code, printed: schema } = await gen('resource', '--schema')
    expect(code).toBe(0)
    expect(JSON.parse(schema)).toMatchObject({ type: 'object', additionalProperties: false })
  })
})

describe('a resource', () => {
  test('is only shown with --dry-run, as text and as JSON', async () => {
    const before = project.tree()
    const shown = await gen('resource', '--spec', specOf(NOTE), '--dry-run')
    expect(shown).toMatchObject({ code: 0, complained: '' })
    expect(shown.printed).toContain('create    packages/api/src/note/schema.ts')
    expect(shown.printed).toContain('CREATE TABLE "notes"')
    const json = await gen('resource', '--spec', specOf(NOTE), '--dry-run', '--json')
    expect(JSON.parse(json.printed)).toMatchObject({ spec: NOTE, migration: { sql: expect.any(String) } })
    expect(project.tree()).toEqual(before)
  })

  test('is written, and what can be called is shown; again it changes nothing; an undo takes it back', async () => {
    const before = project.tree()
    const made = await gen('resource', '--spec', specOf(NOTE), '--yes')
    expect(made).toMatchObject({ code: 0, complained: '' })
    expect(made.printed).toContain('curl')
    expect(made.printed).toContain('All green: database client, format, types, tests, both APIs.')
    expect(migrations()).toHaveLength(1)

    const again = await gen('resource', '--spec', specOf(NOTE), '--yes')
    expect(again).toMatchObject({ code: 0, printed: expect.stringContaining('Nothing changes.') })

    const undone = await gen('undo', 'note', '--dry-run', '--json')
    expect(undone.code).toBe(0)
    expect(JSON.parse(undone.printed)).toMatchObject({ spec: NOTE })
    expect(migrations()).toHaveLength(1)
    expect((await gen('undo', 'note', '--yes')).code).toBe(0)
    expect(project.tree()).toEqual(before)
  })

  test('stays where it is not green, which is 1 and says what failed', async () => {
    programs({ turbo: 'echo "error TS2322 in schema.ts"; exit 1', vitest: 'exit 0' })
    const answer = await gen('resource', '--spec', specOf(NOTE), '--yes')
    expect(answer.code).toBe(1)
    expect(answer.printed).toContain('✗ types')
    expect(answer.complained).toContain('error TS2322 in schema.ts')
    expect(answer.printed).not.toContain('All green')
    expect(migrations()).toHaveLength(1)
  })

  test('is merged with what was edited by hand, and a conflict is 1', async () => {
    expect((await gen('resource', '--spec', specOf(NOTE), '--yes')).code).toBe(0)
    const file = 'packages/api/src/note/schema.ts'
    project.write(file, project.read(file).replace("  body: 'text',\n", "  body: 'mine',\n"))
    const text: Spec = { ...NOTE, fields: [{ name: 'body', type: 'integer' }] }
    const answer = await gen('resource', '--spec', specOf(text), '--yes')
    expect(answer.code).toBe(1)
    expect(answer.complained).toContain('resolve the conflicts')
    expect(project.read(file)).toContain('<<<<<<<')
  })

  test('whose committed migration an undo answers keeps what was edited by hand, which is 1', async () => {
    expect((await gen('resource', '--spec', specOf(NOTE), '--yes')).code).toBe(0)
    project.commit()
    expect((await gen('resource', '--spec', specOf(WITH_RANK), '--yes')).code).toBe(0)
    const file = 'packages/api/src/note/router.ts'
    project.write(file, `${project.read(file)}\nexport const mine = 1\n`)
    const answer = await gen('undo', 'note', '--yes')
    expect(answer.code).toBe(1)
    expect(answer.complained).toContain(file)
    expect(project.read(file)).toContain('export const mine')
  })
})

describe('a person', () => {
  /** Runs `gen` in a terminal, and answers what is asked. */
  async function genAsked(args: string[], answers: readonly (readonly [question: string, keys: string])[]) {
    printed = ''
    complained = ''
    const input = Object.assign(new PassThrough(), { isTTY: true })
    vi.spyOn(process, 'stdin', 'get').mockReturnValue(input as unknown as typeof process.stdin)
    const wasTerminal = process.stdout.isTTY
    process.stdout.isTTY = true
    try {
      const { root, dataDir, options } = project
      const env = { INIT_CWD: root, DATA_DIR: dataDir }
      const ended = run(args, { root, renderer: options.renderer, generate: options.generate, env })
      let seen = 0
      for (const [question, keys] of answers) {
        const asked = () => stripVTControlCharacters(printed).indexOf(question, seen)
        await vi.waitFor(() => expect(asked()).toBeGreaterThanOrEqual(0), { timeout: 120_000 })
        seen = asked() + question.length
        input.write(keys)
      }
      return { code: await ended, printed: stripVTControlCharacters(printed) }
    } finally {
      process.stdout.isTTY = wasTerminal
    }
  }

  const ENTER = '\r'
  const UP_TO_THE_PLAN = [
    ['What do you want to build?', ENTER],
    ['What is one of them called?', `recipe${ENTER}`],
    ['Change any?', ENTER],
    ['Which fields?', `title text required${ENTER}`],
    ['Another field?', ENTER],
    ['Who may read and write?', ENTER],
    ['Change any?', ENTER],
    ['Is all of that right?', ENTER],
  ] as const

  test('who answers the interview gets what the plan showed, and can say no to taking it back', async () => {
    const before = project.tree()
    const made = await genAsked(['resource'], [...UP_TO_THE_PLAN, ['Write it?', ENTER]])
    expect(made).toMatchObject({ code: 0, printed: expect.stringContaining('CREATE TABLE "recipes"') })
    expect(JSON.parse(project.read('prisma/resources/recipe.json'))).toMatchObject({ name: 'recipe' })

    const kept = await genAsked(['undo', 'recipe'], [['Remove all this? [y/N]', 'n\n']])
    expect(kept).toMatchObject({ code: 130, printed: expect.stringContaining('Nothing was written.') })
    const gone = await genAsked(['undo', 'recipe'], [['Remove all this? [y/N]', 'y\n']])
    expect(gone.code).toBe(0)
    expect(project.tree()).toEqual(before)
  })

  test('who only looks, or leaves, has written nothing', async () => {
    const before = project.tree()
    const looked = await genAsked(['resource', '--dry-run'], [...UP_TO_THE_PLAN, ['Write it?', ENTER]])
    expect(looked).toMatchObject({
      code: 0,
      printed: expect.stringContaining('Nothing is written with --dry-run'),
    })
    const left = await genAsked(['resource'], [...UP_TO_THE_PLAN, ['Write it?', '\x03']])
    expect(left).toMatchObject({ code: 130, printed: expect.stringContaining('Nothing was written.') })
    expect(project.tree()).toEqual(before)
  })
})

test('a run that was killed is ended by the next one, which says so', async () => {
  const entry = { path: 'left.ts', before: null, after: 'half' }
  project.write('left.ts', 'half')
  writeJournal(project.root, {
    version: 1,
    name: 'note',
    ending: 'takeBack',
    entries: [entry],
    reversal: undefined,
  })
  const { complained: said } = await gen('resource')
  expect(said).toContain('took back what an earlier run for note had written before it was killed')
  expect(Object.keys(project.tree())).not.toContain('left.ts')

  project.write('other.ts', 'mine')
  writeJournal(project.root, {
    version: 1,
    name: 'note',
    ending: 'finish',
    entries: [{ path: 'other.ts', before: 'theirs', after: null }],
    reversal: undefined,
  })
  const { complained: then } = await gen('resource')
  expect(then).toContain('finished the undo of note, which was killed')
  expect(then).toContain('other.ts: was edited since, and stays as it is')
})
