import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { lockFile } from './directory-lock.ts'

const directory = mkdtempSync(path.join(tmpdir(), 'tandem-lock-'))
const file = path.join(directory, 'lock')
beforeEach(() => rmSync(file, { force: true }))
afterAll(() => rmSync(directory, { recursive: true }))

const writeLock = (holder: object) => writeFileSync(file, JSON.stringify({ token: 'old', ...holder }))
const readLock = () => JSON.parse(readFileSync(file, 'utf8'))

/** Expects that the lock there is can be taken over, and that it is this process's own until it is released. */
function expectTakenOver() {
  const release = lockFile(file)
  expect(readLock()).toMatchObject({ pid: process.pid, token: expect.not.stringMatching('old') })
  expect(() => lockFile(file)).toThrow(`locked by process ${process.pid}`)
  release()
  expect(readdirSync(directory)).toEqual([])
}

test('a lock has one holder at a time, and leaves nothing behind', () => {
  const release = lockFile(file)
  expect(() => lockFile(file)).toThrow(`locked by process ${process.pid}`)
  release()
  const releaseSecond = lockFile(file)
  expect(existsSync(file)).toBe(true)
  releaseSecond()
  expect(readdirSync(directory)).toEqual([])
})

test('a lock held by a running process is not taken over', () => {
  const release = lockFile(file)
  const other = readLock()
  release()
  writeLock({ pid: other.pid, started: other.started })
  expect(() => lockFile(file)).toThrow(`locked by process ${process.pid}`)
  expect(readLock().token).toBe('old')
})

test('releasing leaves the lock of another holder', () => {
  const release = lockFile(file)
  writeLock({ pid: process.pid, started: 'another' })
  release()
  expect(readLock().token).toBe('old')
})

describe('a lock left behind is taken over', () => {
  test('when its process is gone', () => {
    const { pid } = spawnSync('true')
    writeLock({ pid, started: null })
    expectTakenOver()
  })

  test.runIf(existsSync('/proc/self/stat'))('when its pid belongs to a later process', () => {
    writeLock({ pid: process.pid, started: 'another boot/123' })
    expectTakenOver()
  })

  test.runIf(existsSync('/proc/self/stat'))('when its process is a zombie', async () => {
    // A parent that never waits for its child, like the first process of many containers.
    const parent = spawn('sh', ['-c', 'sleep 0.1 & echo $!; exec sleep 10'])
    onTestFinished(() => void parent.kill())
    const [output] = await once(parent.stdout, 'data')
    const pid = Number(output)
    const state = () => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.[0]
    await expect.poll(state).toBe('Z')
    writeLock({ pid, started: null })
    expectTakenOver()
  })

  test('when a loss of power left it empty', () => {
    writeFileSync(file, '')
    expectTakenOver()
  })

  test('when a process died while it was taking it over', () => {
    const { pid } = spawnSync('true')
    writeLock({ pid, started: null })
    writeFileSync(`${file}.old.stale`, JSON.stringify({ pid, started: null, token: 'second' }))
    expectTakenOver()
  })

  test('but not while another process is about to take it over', () => {
    writeLock({ pid: spawnSync('true').pid, started: null })
    const release = lockFile(`${file}.old.stale`)
    expect(() => lockFile(file)).toThrow(`locked by process ${process.pid}`)
    expect(readLock().token).toBe('old')
    release()
    expectTakenOver()
  })

  test('by one process only, when several try at once', async () => {
    writeLock({ pid: spawnSync('true').pid, started: null })
    const processes = Array.from({ length: 4 }, startProcess)
    for (const { nextLine } of processes) expect(await nextLine()).toBe('started')
    for (const { stdin } of processes) stdin.write('go\n')
    const answers = await Promise.all(processes.map(({ nextLine }) => nextLine()))
    expect(answers.filter((answer) => answer === 'taken')).toHaveLength(1)
    expect(answers.filter((answer) => answer.includes('locked by process'))).toHaveLength(3)
    expect(processes.map(({ pid }) => pid)).toContain(readLock().pid)
  })
})

/** Starts a process that will try to take the lock. */
function startProcess() {
  const fixture = path.join(import.meta.dirname, 'directory-lock.fixture.ts')
  const { pid, stdin, stdout } = spawn(process.execPath, ['--import', 'tsx', fixture, file], {
    cwd: import.meta.dirname,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  onTestFinished(() => void stdin.end())
  const lines = createInterface({ input: stdout })[Symbol.asyncIterator]()
  const nextLine = async (): Promise<string> => (await lines.next()).value
  return { pid, stdin, nextLine }
}
