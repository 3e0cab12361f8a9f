import { fork } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { Plan } from '../plan/plan.ts'
import { apply, lockProject, recover } from './apply.ts'
import { readJournal } from './journal.ts'

vi.setConfig({ testTimeout: 240_000 })

let root: string
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'tandem-apply-'))
  write('register.ts', 'one\r\n')
  write('gone/deep/file.ts', 'gone')
})
afterEach(() => rmSync(root, { recursive: true }))

function write(file: string, text: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true })
  writeFileSync(path.join(root, file), text)
}

/** Every file and folder but those of the builder itself. */
function tree(): Record<string, string | null> {
  const entries = readdirSync(root, { recursive: true, withFileTypes: true })
  const known = entries.map((entry): [string, string | null] => {
    const file = path.join(entry.parentPath, entry.name)
    return [path.relative(root, file), entry.isDirectory() ? null : readFileSync(file, 'utf8')]
  })
  return Object.fromEntries(known.filter(([name]) => !name.startsWith('.data')).sort())
}

const plan: Plan = {
  spec: { version: 1, name: 'note', fields: [] },
  changes: [
    { path: 'gone/deep/file.ts', before: 'gone', after: undefined, action: 'edit' },
    { path: 'new/folder/file.ts', before: undefined, after: 'ünïcode 🐘', action: 'create' },
    { path: 'new/other.ts', before: undefined, after: 'other', action: 'create' },
    { path: 'register.ts', before: 'one\r\n', after: 'one\r\ntwo\r\n', action: 'edit' },
  ],
  migration: null,
  commands: [],
  kept: [],
  trouble: undefined,
  dirty: [],
}
const options = () => ({ root, place: { dataDir: path.join(root, '.data') } })

/** Applies the plan in a process of its own, which is killed before one of its steps. Returns whether it was. */
function killedBefore(step: number, { isUndo = false, isRecovery = false } = {}): Promise<boolean> {
  const child = fork(path.join(import.meta.dirname, 'apply.fixture.ts'), { execArgv: ['--import', 'tsx'] })
  child.send({ plan, root, step, isUndo, isRecovery })
  return new Promise((resolve) => {
    child.on('exit', (_code, signal) => resolve(signal === 'SIGKILL'))
  })
}

describe('apply', () => {
  test('writes everything, and leaves no journal and no empty folder', async () => {
    await apply(plan, options())
    expect(tree()).toEqual({
      new: null,
      'new/folder': null,
      'new/folder/file.ts': 'ünïcode 🐘',
      'new/other.ts': 'other',
      'register.ts': 'one\r\ntwo\r\n',
    })
    expect(readJournal(root)).toBeUndefined()
    expect(await recover(options())).toBeUndefined()
  })

  test('writes nothing where a file has changed since the plan was made', async () => {
    write('register.ts', 'mine')
    const before = tree()
    await expect(apply(plan, options())).rejects.toThrow('register.ts: was edited since the plan was made')
    expect(tree()).toEqual(before)
  })

  test('takes back what it wrote where it cannot write the rest', async () => {
    // A file stands where a folder has to be.
    write('new', 'in the way')
    const before = tree()
    await expect(apply(plan, options())).rejects.toThrow()
    expect(tree()).toEqual(before)
    expect(readJournal(root)).toBeUndefined()
  })

  test('leaves no trace when it is killed before any of its steps, once the next run has ended it', async () => {
    const before = tree()
    let step = 0
    while (await killedBefore(step)) {
      // Killed again while it recovers, now and then.
      if (step % 3 === 2) expect(await killedBefore(step % 2, { isRecovery: true })).toBe(true)
      await recover(options())
      expect(tree(), `killed before step ${step}`).toEqual(before)
      expect(readJournal(root)).toBeUndefined()
      step++
    }
    // The journal, one for each file and for the record, and the end.
    expect(step).toBe(2 + plan.changes.length + 1 + 1)
    expect(tree()).toMatchObject({ 'register.ts': 'one\r\ntwo\r\n' })
  })

  test('is finished where it was an undo that was killed', async () => {
    const { changes } = plan
    for (let step = 2; step < 2 + changes.length; step++) {
      expect(await killedBefore(step, { isUndo: true })).toBe(true)
      await recover(options())
      expect(tree(), `killed before step ${step}`).toMatchObject({
        'new/other.ts': 'other',
        'register.ts': 'one\r\ntwo\r\n',
      })
      for (const { path: file, before } of changes) {
        if (before === undefined) rmSync(path.join(root, file))
        else write(file, before)
      }
    }
  })

  test('leaves a file alone that was edited after the kill, and names it', async () => {
    expect(await killedBefore(6)).toBe(true)
    write('new/other.ts', 'edited')
    expect(await recover(options())).toMatchObject({ journal: { name: 'note' }, edited: ['new/other.ts'] })
    expect(tree()).toMatchObject({
      'new/other.ts': 'edited',
      'register.ts': 'one\r\n',
      'gone/deep/file.ts': 'gone',
    })
  })
})

test('a second run is refused while one is there', () => {
  const unlock = lockProject(root)
  expect(() => lockProject(root)).toThrow(`process ${process.pid} is building here`)
  unlock()
  lockProject(root)()
})
