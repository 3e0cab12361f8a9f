import { execFile, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { lockFile } from './directory-lock.ts'

const directory = mkdtempSync(path.join(tmpdir(), 'tandem-lock-'))
const file = path.join(directory, 'lock')
beforeEach(() => rmSync(file, { force: true }))
afterAll(() => rmSync(directory, { recursive: true }))

const leave = (holder: object) => writeFileSync(file, JSON.stringify({ token: 'left', ...holder }))

test('one holder at a time, and nothing left behind', () => {
  const release = lockFile(file)
  expect(() => lockFile(file)).toThrow(`locked by process ${process.pid}`)
  release()
  lockFile(file)()
  expect(readdirSync(directory)).toEqual([])
})

test('releasing does not take away what another holds', () => {
  const release = lockFile(file)
  leave({ pid: process.pid, started: 'another' })
  release()
  expect(existsSync(file)).toBe(true)
})

describe('a lock left behind is taken over', () => {
  test('when its process is gone', () => {
    const { pid } = spawnSync('true')
    leave({ pid, started: null })
    lockFile(file)()
  })

  test.runIf(existsSync('/proc/self/stat'))('when its pid belongs to a later process', () => {
    leave({ pid: process.pid, started: 'another boot/123' })
    lockFile(file)()
  })

  test.runIf(existsSync('/proc/self/stat'))('when its process is dead, but not buried', async () => {
    // A parent that never waits for its child, as the first process of many a container.
    const parent = spawn('sh', ['-c', 'sleep 0.1 & echo $!; exec sleep 10'])
    const [output] = await once(parent.stdout, 'data')
    const pid = Number(output)
    const state = () => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.[0]
    await expect.poll(state).toBe('Z')
    leave({ pid, started: null })
    lockFile(file)()
    parent.kill()
  })

  test('when a loss of power left it empty', () => {
    writeFileSync(file, '')
    lockFile(file)()
  })

  test('by one process only', async () => {
    leave({ pid: spawnSync('true').pid, started: null })
    const at = String(Date.now() + 2_000)
    const args = ['--import', 'tsx', path.join(import.meta.dirname, 'directory-lock.fixture.ts'), file, at]
    const cwd = import.meta.dirname
    const runs = Array.from({ length: 4 }, () => promisify(execFile)(process.execPath, args, { cwd }))
    const outputs = (await Promise.all(runs)).map(({ stdout }) => stdout.trim())
    expect(outputs.filter((output) => output === 'taken')).toHaveLength(1)
    expect(outputs.filter((output) => output.includes('locked by process'))).toHaveLength(3)
  }, 20_000)
})
