import cluster from 'node:cluster'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import v8 from 'node:v8'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { giveNodeItsOptions, NODE_OPTIONS } from './node-options.ts'

test('`pnpm start` gives Node the options that the built server gives itself', () => {
  const manifest = path.join(import.meta.dirname, '../../../../package.json')
  const { scripts } = JSON.parse(readFileSync(manifest, 'utf8'))
  expect(scripts.start).toMatch(new RegExp(` node ${NODE_OPTIONS.join(' ')} dist/main\\.js$`))
})

describe('a start without some of the options', () => {
  const own = (name: string) => Object.getOwnPropertyDescriptor(process, name)
  const kept = {
    argv: process.argv,
    execArgv: process.execArgv,
    channel: own('channel'),
    execve: own('execve'),
  }

  afterEach(() => {
    vi.restoreAllMocks()
    process.argv = kept.argv
    process.execArgv = kept.execArgv
    for (const name of ['channel', 'execve'] as const) {
      Reflect.deleteProperty(process, name)
      if (kept[name]) Object.defineProperty(process, name, kept[name])
    }
  })

  /** Starts as `node [options] main.js [args]`, of a Node that can replace a process or not. Nothing really happens. */
  function startAs({
    options = [] as string[],
    args = [] as string[],
    canReplace = false,
    hasChannel = false,
  }) {
    process.argv = ['/usr/bin/node', '/opt/main.js', ...args]
    process.execArgv = options
    const replaced = vi.fn()
    Object.defineProperty(process, 'channel', { value: hasChannel ? {} : undefined, configurable: true })
    Object.defineProperty(process, 'execve', { value: canReplace ? replaced : undefined, configurable: true })
    const set = vi.spyOn(v8, 'setFlagsFromString').mockImplementation(() => {})
    const workers = vi.spyOn(cluster, 'setupPrimary').mockImplementation(() => {})
    giveNodeItsOptions()
    return { replaced, set: set.mock.calls.flat(), workers: workers.mock.calls.flat() }
  }
  const CHANGEABLE = NODE_OPTIONS.filter((option) => /growing|pretenuring|lazy|tiering/.test(option))

  test('replaces the process by one with all of them, where Node can', () => {
    const { replaced } = startAs({ options: ['--title=x', '--v8-pool-size=4'], canReplace: true })
    const missing = NODE_OPTIONS.filter((option) => !option.startsWith('--v8-pool-size'))
    const args = [process.argv0, ...missing, '--title=x', '--v8-pool-size=4', '/opt/main.js']
    expect(replaced.mock.calls).toEqual([[process.execPath, args]])
  })

  test.each([{ canReplace: false }, { canReplace: true, hasChannel: true }])(
    'sets those that can change, and gives all to workers: %j',
    (options) => {
      const { replaced, set, workers } = startAs(options)
      expect(replaced).not.toHaveBeenCalled()
      expect(set).toEqual(CHANGEABLE)
      expect(workers).toEqual([{ execArgv: NODE_OPTIONS }])
    },
  )

  test.each([{ options: [...NODE_OPTIONS] }, { args: ['admin', 'jobs'] }])('needs none: %j', (given) => {
    const { replaced, set, workers } = startAs({ ...given, canReplace: true })
    expect(replaced).not.toHaveBeenCalled()
    expect([...set, ...workers]).toEqual([])
  })
})
