import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { explain, messageOf } from './fail-start.ts'

const failure = async (run: () => unknown): Promise<unknown> => {
  try {
    await run()
  } catch (error) {
    return error
  }
  throw new Error('it did not fail')
}

test('what is missing in a folder that was copied in part is one line, without a stack', async () => {
  const nowhere = './no-such-part.js'
  const errors = [
    await failure(() => import(/* @vite-ignore */ `file://${import.meta.dirname}/no-such-part.js`)),
    await failure(() => createRequire(import.meta.url)(nowhere)),
    Object.assign(new Error("ENOENT: no such file or directory, open '/no-such-part.js'"), {
      code: 'ENOENT',
    }),
  ]
  for (const error of errors) {
    expect(explain(error)).toMatch(/^a part of the server's folder is missing: .*no-such-part\.js[^\n]*$/)
    expect(messageOf(error)).toBe(explain(error))
  }
})

test('a folder made on another kind of machine says for which one the binary is missing', () => {
  const line = explain(
    new Error('Cannot find native binding. npm has a bug related to optional dependencies.'),
  )
  expect(line).toContain(`for ${process.platform} on ${process.arch}`)
})

test('a bug has its stack', () => {
  expect(explain(new TypeError('undefined is not a function'))).toContain('fail-start.test.ts')
})
