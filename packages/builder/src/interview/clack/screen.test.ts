import { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import { Screen } from './screen.ts'

it('knows the row of its cursor, and clears what was written since another row', () => {
  const output = new PassThrough({ encoding: 'utf8' })
  const screen = new Screen(output)
  screen.write('one\ntwo\n')
  const row = screen.row
  screen.write('three\nfour\nfive\x1b[2Athree again\x1b[B\n')
  expect([row, screen.row]).toEqual([2, 4])
  screen.eraseFrom(row)
  expect(screen.row).toBe(row)
  expect(String(output.read()).endsWith('\x1b[2A\x1b[G\x1b[J')).toBe(true)
})

it('clears nothing where nothing was written since', () => {
  const output = new PassThrough({ encoding: 'utf8' })
  const screen = new Screen(output)
  screen.eraseFrom(screen.row)
  expect(output.read()).toBeNull()
})
