import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Change } from './change.ts'
import { generate } from './generate.ts'
import type { Scratch } from './scratch.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tandem-generate-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

/** A copy that only says which programs were run, each of them as it is told here. */
function scratchWith(run: (program: string, args: string[]) => Promise<void>): Scratch {
  return {
    folder,
    run: (_folder, program, ...args) => run(program, args),
    write: async () => {},
    restore: async () => {},
    differences: async () => [],
    remove: () => {},
  }
}

function created(file: string): Change {
  mkdirSync(path.dirname(path.join(folder, file)), { recursive: true })
  writeFileSync(path.join(folder, file), '')
  return { path: file, before: undefined, after: '', action: 'create' }
}

test('of all tests, only the statements of a table that changes are run', async () => {
  const ran: string[] = []
  const changes = [
    'packages/api/src/note/router.test.ts',
    'packages/api/src/note/table.ts',
    'packages/api/src/task/table.ts',
  ].map(created)
  created('packages/api/src/task/statements/statements.test.ts')
  await generate(
    changes,
    scratchWith(async (program, args) => {
      if (program === 'vitest') ran.push(...args.filter((arg) => arg.endsWith('.test.ts')))
    }),
  )
  expect(ran).toEqual(['packages/api/src/task/statements/statements.test.ts'])
})

test('a generator that fails is reported once no other one writes any more', async () => {
  let isDone = false
  const scratch = scratchWith(async (_, [script]) => {
    if (script === 'scripts/client-types.ts') throw new Error('no types')
    if (script !== 'scripts/openapi.ts') return
    await new Promise((resolve) => setTimeout(resolve, 50))
    isDone = true
  })
  await expect(generate([], scratch)).rejects.toThrow('no types')
  expect(isDone).toBe(true)
})
